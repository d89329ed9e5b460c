using NetDrms.Database.Schema;

namespace NetDrms.Database.Site;

/// <summary>A user to have.</summary>
public sealed record UserRequest
{
    /// <summary>Database role; by convention the login name.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace of the user's sessions, which he owns if it has to be made.</summary>
    public required string Namespace { get; init; }

    /// <summary>Kind of that namespace.</summary>
    public NamespaceGroup Group { get; init; } = NamespaceGroup.User;

    /// <summary>Password; null leaves it as it is.</summary>
    public string? Password { get; init; }
}
