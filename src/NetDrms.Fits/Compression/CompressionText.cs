using System.Globalization;

namespace NetDrms.Fits.Compression;

/// <summary>The compression parameters (cparms) of a segment. Spec 02 §1.6, §5.3.</summary>
internal static class CompressionText
{
    private const string Word = "compress";
    private const int Longest = 200;
    private const int MostDigits = 9;

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

    /// <summary>Recognises plain Rice parameters; all others go to CFITSIO as they are.</summary>
    /// <param name="text">As <see cref="TryNormalise"/> gave them.</param>
    /// <param name="tiles">The tile lengths given, maybe none.</param>
    public static bool TryRice(string text, out IReadOnlyList<long> tiles)
    {
        // "compress" [ " " ( "R" | "r" ) letters ] [ " " length { "," length } ]
        List<long> lengths = [];
        tiles = lengths;
        ReadOnlySpan<char> rest = text.AsSpan(Word.Length);
        if (rest.IsEmpty)
            return true;
        if (rest[0] != ' ')
            return false;
        rest = rest.TrimStart();
        if (rest[0] is not ('R' or 'r'))
            return false;
        int letters = 0;
        while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
            letters++;
        rest = rest[letters..];
        if (rest.IsEmpty)
            return true;
        if (rest[0] != ' ')
            return false;
        foreach (Range range in rest.TrimStart().Split(','))
        {
            ReadOnlySpan<char> digits = rest.TrimStart()[range];
            if (digits.Length is 0 or > MostDigits || digits.ContainsAnyExceptInRange('0', '9') || digits[0] == '0')
                return false;
            lengths.Add(long.Parse(digits, CultureInfo.InvariantCulture));
        }
        return true;
    }
}
