namespace NetDrms.Drms.Catalog;

/// <summary>Which series a list has. Spec 03 §4, show_series.</summary>
/// <param name="Pattern">Extended regular expression, in any case, anywhere in the name.</param>
/// <param name="IsInverted">True for the series whose names do not match.</param>
public sealed record SeriesFilter(string Pattern, bool IsInverted)
{
    private const string Not = "NOT ";

    /// <summary>Reads the text of a filter, <c>expression</c> or <c>NOT expression</c>; null for none.</summary>
    public static SeriesFilter? Parse(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : text.StartsWith(Not, StringComparison.Ordinal) ? new SeriesFilter(text[Not.Length..].Trim(), IsInverted: true)
        : new SeriesFilter(text, IsInverted: false);
}
