namespace NetDrms.Model.Errors;

/// <summary>A stretch of the user's text, in UTF-16 characters from 0.</summary>
/// <param name="Start">Index of the first character.</param>
/// <param name="Length">Number of characters; 0 marks a place between two.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Index after the last character.</summary>
    public int End => Start + Length;

    /// <summary>The span between two indexes.</summary>
    public static SourceSpan Between(int start, int end) => new(start, Math.Max(0, end - start));

    /// <summary>Cuts the span's characters out of the text it belongs to.</summary>
    public ReadOnlySpan<char> In(ReadOnlySpan<char> text) => text.Slice(Start, Length);
}
