namespace NetDrms.Drms.Catalog;

/// <summary>Which series a list has. Spec 03 §4, show_series.</summary>
/// <param name="Pattern">Extended regular expression, in any case, anywhere in the name.</param>
/// <param name="IsInverted">True for the series whose names do not match.</param>
public sealed record SeriesFilter(string Pattern, bool IsInverted);
