namespace NetDrms.Server.Pages.Catalog;

/// <summary>The list of series.</summary>
/// <param name="Search">What was searched for.</param>
/// <param name="Groups">The series found, by namespace.</param>
/// <param name="Found">Number of series found.</param>
/// <param name="Total">Number of all series.</param>
/// <param name="Shown">Number of series in <paramref name="Groups"/>: less than found when there are too many.</param>
public sealed record IndexModel(string Search, IReadOnlyList<NamespaceGroup> Groups, int Found, int Total, int Shown);
