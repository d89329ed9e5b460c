namespace NetDrms.Fits.Compression;

/// <summary>The compression parameters (cparms) of a segment. Spec 02 §1.6, §5.3.</summary>
internal static class CompressionText
{
    private const string Word = "compress";
    private const int Longest = 200;

    /// <summary>True when the parameters ask for no compression: empty, or <c>none</c> in any case.</summary>
    public static bool IsNone(string cparms) => cparms.AsSpan().Trim() is { IsEmpty: true } || cparms.AsSpan().Trim().Equals("none", StringComparison.OrdinalIgnoreCase);

    /// <summary>Brings the parameters into the form that CFITSIO takes in the brackets of a file name; what follows the first word stays as typed.</summary>
    /// <returns>False if they do not begin with <c>compress</c>, or hold what no parameters hold.</returns>
    public static bool TryNormalise(string cparms, out string text)
    {
        string trimmed = cparms.Trim();
        text = string.Concat(Word, trimmed.AsSpan(Math.Min(Word.Length, trimmed.Length)));
        return trimmed.StartsWith(Word, StringComparison.OrdinalIgnoreCase)
            && trimmed.Length <= Longest
            && !trimmed.AsSpan().ContainsAnyExceptInRange(' ', '~');
    }
}
