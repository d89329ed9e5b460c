namespace NetDrms.Model.Errors;

/// <summary>Quotes of a user's text in messages: one line, not endless.</summary>
public static class Excerpt
{
    /// <summary>Longest quote, in characters.</summary>
    public const int MaxLength = 60;

    /// <summary>The text, cut to <see cref="MaxLength"/> characters, control characters shown as <c>?</c>.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        bool isCut = text.Length > MaxLength;
        Span<char> quote = stackalloc char[MaxLength];
        int length = Math.Min(text.Length, isCut ? MaxLength - 1 : MaxLength);
        for (int i = 0; i < length; i++)
            quote[i] = char.IsControl(text[i]) ? '?' : text[i];
        if (isCut)
            quote[length++] = '…';
        return new string(quote[..length]);
    }
}
