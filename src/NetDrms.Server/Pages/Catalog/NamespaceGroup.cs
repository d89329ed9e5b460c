namespace NetDrms.Server.Pages.Catalog;

/// <summary>The series of a namespace.</summary>
/// <param name="Name">The namespace.</param>
/// <param name="Series">Its series, by name.</param>
public sealed record NamespaceGroup(string Name, IReadOnlyList<SeriesLine> Series);
