namespace NetDrms.Model.Series.Reading;

/// <summary>One <c>Tag:</c> line of a definition; all positions are indexes into the whole text.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Start">First character of the line.</param>
/// <param name="Tag">The word before the colon.</param>
/// <param name="TagStart">Its first character.</param>
/// <param name="Fields">First character after the colon.</param>
/// <param name="End">Index after the last character; beyond the line's end when a quoted text runs over it.</param>
/// <param name="HasGap">True when blanks stand between tag and colon.</param>
internal sealed record DefinitionLine(int Number, int Start, string Tag, int TagStart, int Fields, int End, bool HasGap)
{
    /// <summary>True when the tag is this word, in any case.</summary>
    public bool Is(string tag) => Tag.Equals(tag, StringComparison.OrdinalIgnoreCase);
}
