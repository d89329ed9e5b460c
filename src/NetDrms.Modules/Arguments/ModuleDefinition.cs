
namespace NetDrms.Modules.Arguments;

/// <summary>Everything the driver and help need to know of a module.</summary>
internal sealed record ModuleDefinition
{
    /// <summary>The original's name, for example <c>show_info</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence: what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>Flags and arguments in the original's order, ours behind them.</summary>
    public required IReadOnlyList<ArgumentDefinition> Arguments { get; init; }

    /// <summary>How unnamed arguments are written in the usage line, for example <c>&lt;record set&gt;</c>; empty if there are none.</summary>
    public string Unnamed { get; init; } = "";

    /// <summary>What other <c>NAME=value</c> arguments mean (keywords, segments, links), or null if they are unknown arguments.</summary>
    public string? OtherNames { get; init; }

    /// <summary>Paragraphs below the arguments.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Commands that run as they stand.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Exit codes beside 0 and 1.</summary>
    public IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; init; } = [];

    /// <summary>Exit code of an unparsable command line: 1 for the original's modules, 2 for new commands. Spec 03 §1.8.</summary>
    public int UsageExitCode { get; init; } = 1;

    /// <summary>True where <c>-h</c> is a flag of the module's own instead of help.</summary>
    public bool HasOwnSmallH { get; init; }

    /// <summary>False for modules that never open the database; they have no session arguments.</summary>
    public bool UsesDatabase { get; init; } = true;

    /// <summary>True for modules that write: an interrupt must undo, not only stop.</summary>
    public bool ChangesData { get; init; }

    /// <summary>The name as a command of <c>drms</c>, for example <c>show-info</c>.</summary>
    public string CommandName => Name.Replace('_', '-');

    /// <summary>Finds a declared argument by its exact name.</summary>
    public ArgumentDefinition? Find(ReadOnlySpan<char> name)
    {
        foreach (ArgumentDefinition argument in Arguments)
        {
            if (name.SequenceEqual(argument.Name))
                return argument;
        }
        return null;
    }
}
