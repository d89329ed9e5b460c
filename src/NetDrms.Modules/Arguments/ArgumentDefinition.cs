
namespace NetDrms.Modules.Arguments;

/// <summary>One flag or argument that a module declares. Spec 03 §1.</summary>
/// <param name="Name">Name, case-sensitive; a flag of the original is one letter.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Default">Text of the value when none is given; null makes the argument mandatory.</param>
/// <param name="Text">What it means, for help.</param>
internal sealed record ArgumentDefinition(string Name, ArgumentType Type, string? Default, string Text)
{
    /// <summary>The words of a selection.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>True for an option of ours, written <c>--name</c> only, so that it cannot collide with a keyword of that name.</summary>
    public bool IsLong { get; init; }

    /// <summary>True for CGI variables, which the environment may give. Spec 03 §1.3, "Resolution order".</summary>
    public bool FromEnvironment { get; init; }

    /// <summary>Line of the original's and exit code for a value that is none of its type, where they differ from the driver's.</summary>
    public (string Line, int ExitCode)? Refusal { get; init; }

    /// <summary>True when the module cannot run without it.</summary>
    public bool IsMandatory => Default is null;

    /// <summary>A one-letter flag, off unless named.</summary>
    public static ArgumentDefinition Flag(string letter, string text) => new(letter, ArgumentType.Flag, "0", text);

    /// <summary>A flag of ours, <c>--name</c>.</summary>
    public static ArgumentDefinition LongFlag(string name, string text) => new(name, ArgumentType.Flag, "0", text) { IsLong = true };

    /// <summary>An option of ours with a value, <c>--name value</c>.</summary>
    public static ArgumentDefinition Option(string name, ArgumentType type, string? defaultText, string text) =>
        new(name, type, defaultText, text) { IsLong = true };
}
