using System.Globalization;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Server.Pages;

/// <summary>How pages write numbers, kinds and addresses.</summary>
public static class Wording
{
    private const char ThinSpace = '\u202f';
    private const int LargestExact = 100_000;

    /// <summary>A number with groups of three digits, which no language reads as decimals.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ThinSpace);

    /// <summary>Number of records that were counted up to a bound.</summary>
    public static string Records(long counted, bool isAtLeast) => isAtLeast ? $"more than {Number(counted)}" : Number(counted);

    /// <summary>The count up to which records are counted one by one.</summary>
    public static int CountLimit => LargestExact;

    /// <summary>A noun in the right number.</summary>
    public static string Plural(long count, string noun) => count == 1 || noun.EndsWith("ies", StringComparison.Ordinal) ? noun : noun + "s";

    /// <summary>What a keyword is, in words of the definition language.</summary>
    public static string Scope(KeywordDefinition keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        string kind = keyword.IsLinked ? $"linked to {keyword.TargetKeyword} by {keyword.LinkName}" : keyword.Kind.Name();
        return keyword.IsPerSegment ? $"{kind}, for each segment" : kind;
    }

    /// <summary>Dimensions of a segment, <c>4096 × 4096</c>; <c>*</c> is free.</summary>
    public static string Dimensions(IReadOnlyList<int> dimensions) =>
        dimensions is { Count: > 0 } ? string.Join(" × ", dimensions.Select(d => d == 0 ? "*" : d.ToString(CultureInfo.InvariantCulture))) : "";

    /// <summary>Address of a series' page.</summary>
    public static string SeriesUrl(string name) => $"/series/{Uri.EscapeDataString(name)}";

    /// <summary>Address of the explorer with a record set.</summary>
    public static string RecordsUrl(string recordSet) => $"/records?ds={Uri.EscapeDataString(recordSet)}";

    /// <summary>A description without the name that it gives the keyword in FITS files, and that name.</summary>
    public static (string Text, string? FitsName) Note(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        int end = description.StartsWith('[') ? description.IndexOf(']', StringComparison.Ordinal) : -1;
        return end > 1 ? (description[(end + 1)..].TrimStart(), description[1..end]) : (description, null);
    }
}
