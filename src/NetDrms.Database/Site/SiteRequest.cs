using NetDrms.Database.Schema;

namespace NetDrms.Database.Site;

/// <summary>What <c>drms site init</c> is asked to make; null leaves the usual value, or that of an existing site.</summary>
public sealed record SiteRequest
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of a new site.</summary>
    public string? Name { get; init; }

    /// <summary>Code of a new site.</summary>
    public int? Code { get; init; }

    /// <summary>Connection string of one's own DRMS server.</summary>
    public string? Drms { get; init; }

    /// <summary>Connection string of one's own SUMS server.</summary>
    public string? Sums { get; init; }

    /// <summary>TCP port of the storage daemon; null takes 6002, or a free one when that is in use.</summary>
    public int? SumsPort { get; init; }

    /// <summary>TCP port of pages and web programs; 0 takes a free one at each start; null the usual one, or a free one now.</summary>
    public int? WebPort { get; init; }

    /// <summary>Operating-system user that a site of root's belongs to.</summary>
    public string? AccountName { get; init; }

    /// <summary>Partitions to have; empty = two in the site's folder when there is none.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>Database user to have, usually whoever makes the site.</summary>
    public required string User { get; init; }

    /// <summary>Namespaces that belong to that user, beside his own.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = ["demo"];

    /// <summary>Kind of these namespaces.</summary>
    public NamespaceGroup Group { get; init; } = NamespaceGroup.User;
}
