using NetDrms.Database.Schema;

namespace NetDrms.Database.Site;

/// <summary>A namespace of a site.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">Its kind; null for a word that is neither user nor sys.</param>
/// <param name="Owner">Role that owns it.</param>
/// <param name="SeriesCount">Its series.</param>
public sealed record SiteNamespace(string Name, NamespaceGroup? Group, string Owner, long SeriesCount);
