using NetDrms.Model.Series;

namespace NetDrms.Fits.Naming;

/// <summary>The keyword that a card of a foreign header becomes. Spec 02 §8.7.</summary>
public static class IngestName
{
    private const int LongestHint = 15;
    private const int ShortestGenerated = 9;

    /// <summary>Gives the name.</summary>
    /// <param name="fitsName">Name of the card.</param>
    /// <param name="hint">Name in braces at the end of the card's comment, or null.</param>
    /// <param name="map">A mapping file, or null.</param>
    public static string Of(string fitsName, string? hint, KeywordMap? map)
    {
        ArgumentNullException.ThrowIfNull(fitsName);
        if (map is not null && map.TryToDrms(fitsName, out string? mapped))
            return mapped;
        if (hint is not null && IsHint(hint))
            return hint;
        return IsLegal(fitsName) ? fitsName : Generate(fitsName);
    }

    /// <summary>True for a name that may stand in the braces of a comment.</summary>
    public static bool IsHint(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= LongestHint && IsLegal(name);
    }

    private static bool IsLegal(string name) => ReservedNames.IsPlain(name) && !IsReserved(name);

    private static bool IsReserved(string name) => ReservedNames.IsReserved(name) || ReservedNames.IsSystemColumn(name);

    // the added underscores keep a generated name apart from the eight characters of FITS names
    private static string Generate(string fitsName)
    {
        string name = fitsName.Replace("-", "__", StringComparison.Ordinal);
        name = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || IsReserved(name))
            name = "_" + name;
        return name.PadRight(ShortestGenerated, '_');
    }
}
