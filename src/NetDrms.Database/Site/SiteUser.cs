namespace NetDrms.Database.Site;

/// <summary>A user of a site.</summary>
/// <param name="Name">Database role.</param>
/// <param name="SessionNamespace">Namespace of the user's sessions; null = may only read.</param>
/// <param name="Namespaces">Namespaces that he owns, in order.</param>
/// <param name="SeriesCount">Series in these.</param>
public sealed record SiteUser(string Name, string? SessionNamespace, IReadOnlyList<string> Namespaces, long SeriesCount);
