using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Making;

/// <summary>One <c>NAME=value</c> for a record: of the command line, or of a block.</summary>
/// <param name="Name">Keyword, segment or link, in any case.</param>
/// <param name="Value">The value, escapes understood.</param>
/// <param name="IsQuoted">True for a value between quotes: its blanks count.</param>
/// <param name="Line">Line of the block's text; 0 for the command line.</param>
internal readonly record struct Assignment(string Name, string Value, bool IsQuoted, int Line)
{
    /// <summary>Where it stood on the command line; null for one of a block.</summary>
    public GivenValue? Given { get; init; }

    /// <summary>True for one of a block.</summary>
    public bool IsOfBlock => Line > 0;

    /// <summary>An argument of the command line.</summary>
    public static Assignment Of(GivenValue given) => new(given.Name, given.Text, IsQuoted: true, Line: 0) { Given = given };

    /// <summary>Completes an error about the value with its place.</summary>
    public DrmsError At(DrmsError error) =>
        IsOfBlock ? error with { File = "stdin", Line = Line, Source = Value, Span = new SourceSpan(0, Value.Length) } : Given?.At(error) ?? error;
}
