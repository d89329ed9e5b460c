using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>What the user wants: a run, help, the version, or none of it because of mistakes.</summary>
internal sealed record ParsedCommand
{
    /// <summary>The arguments; null when there are errors.</summary>
    public ModuleArguments? Arguments { get; init; }

    /// <summary>Mandatory arguments that are missing.</summary>
    public IReadOnlyList<ArgumentDefinition> Missing { get; init; } = [];

    /// <summary>Other mistakes; all of them.</summary>
    public IReadOnlyList<DrmsError> Errors { get; init; } = [];

    /// <summary>Mistakes in session arguments, which the original reports without the driver's lines.</summary>
    public IReadOnlyList<DrmsError> SessionErrors { get; init; } = [];

    /// <summary>The first mistake that the original's module reports itself, <see cref="ArgumentDefinition.Refusal"/>; it counts when there are no others.</summary>
    public (string Line, int ExitCode)? Refusal { get; init; }

    /// <summary>What is accepted, but probably not meant.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; init; } = [];

    /// <summary>True if help was asked for.</summary>
    public bool WantsHelp { get; init; }

    /// <summary>True if the version was asked for.</summary>
    public bool WantsVersion { get; init; }
}
