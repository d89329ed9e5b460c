namespace NetDrms.Model.Errors;

/// <summary>What went wrong, for people (STYLE 5): one line, facts, advice, and the wrong characters of the user's text.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Message">One line, lower case, no full stop; says what and which.</param>
public sealed record DrmsError(ErrorCode Code, string Message)
{
    /// <summary>Facts that do not fit one line, as sentences.</summary>
    public string? Detail { get; init; }

    /// <summary>What to try; a guess belongs here only.</summary>
    public string? Hint { get; init; }

    /// <summary>The wrong characters of the user's text.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>The text that <see cref="Span"/> points into, when the caller may not have it at hand (a line of a file, a record set).</summary>
    public string? Source { get; init; }

    /// <summary>File name of <see cref="Source"/>, if it came from one.</summary>
    public string? File { get; init; }

    /// <summary>Line in <see cref="File"/>, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Column in <see cref="Line"/> where the wrong characters begin, from 1; null when <see cref="Source"/> is not that line.</summary>
    public int? Column { get; init; }

    /// <summary>The original's line(s), where scripts match them; printed first by the modules.</summary>
    public string? ClassicMessage { get; init; }
}
