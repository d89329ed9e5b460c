namespace NetDrms.Model.Series;

/// <summary>Names of keywords in FITS headers, as far as a definition decides them. Spec 02 §8.2, §8.3.</summary>
public static class FitsNames
{
    private const int Longest = 8;

    private static readonly HashSet<string> s_byExport = new(StringComparer.OrdinalIgnoreCase) { "RECNUM", "DRMS_ID", "PRIMARYK", "LICENSE", "HEADSUM" };

    private static readonly HashSet<string> s_structural = new(StringComparer.OrdinalIgnoreCase)
    {
        "SIMPLE", "EXTEND", "BZERO", "BSCALE", "BLANK", "BITPIX", "NAXIS", "END", "PRIMEKEYSTRING", "XTENSION", "PCOUNT", "GCOUNT", "TFIELDS", "CHECKSUM",
        "DATASUM", "CONTINUE", "GROUPS", "THEAP", "INHERIT", "LONGSTRN",
    };

    private static readonly string[] s_numbered = ["NAXIS", "TTYPE", "TFORM"];

    /// <summary>Text between the brackets that begin a description, without the cast; null when there are none.</summary>
    public static string? Bracketed(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        int close = description.IndexOf(']', StringComparison.Ordinal);
        if (!description.StartsWith('[') || close < 0)
            return null;
        ReadOnlySpan<char> inner = description.AsSpan(1, close - 1);
        int colon = inner.IndexOf(':');
        return (colon < 0 ? inner : inner[..colon]).Trim().ToString();
    }

    /// <summary>True for names that an export writes itself.</summary>
    public static bool IsWrittenByExport(string name) => s_byExport.Contains(name);

    /// <summary>True for names that belong to the structure of a FITS file.</summary>
    public static bool IsReserved(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_structural.Contains(name)
            || Array.Exists(s_numbered, stem => name.Length > stem.Length && name.StartsWith(stem, StringComparison.OrdinalIgnoreCase)
                && !name.AsSpan(stem.Length).ContainsAnyExceptInRange('0', '9'));
    }

    /// <summary>True for a name of at most eight of <c>A-Z 0-9 - _</c>.</summary>
    public static bool IsLegal(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_'))
                return false;
        }
        return name.Length is > 0 and <= Longest;
    }

    /// <summary>The name of a keyword in an exported header when no mapping file says otherwise; of a per-segment one without its number.</summary>
    public static string Of(KeywordDefinition keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        if (Bracketed(keyword.Description) is string bracketed && IsLegal(bracketed))
            return bracketed;
        string upper = keyword.Name.ToUpperInvariant();
        if (IsLegal(upper))
            return upper;
        string generated = string.Concat(upper.Where(char.IsAsciiLetterOrDigit).Take(Longest));
        return IsReserved(generated) ? string.Concat("_", generated.AsSpan(0, Math.Min(generated.Length, Longest - 1))) : generated;
    }
}
