namespace NetDrms.Database.Schema;

/// <summary>Kind of a namespace, column <c>admin.ns.nsgroup</c>.</summary>
public enum NamespaceGroup
{
    /// <summary><c>user</c>: belongs to a person.</summary>
    User,

    /// <summary><c>sys</c>: belongs to the site.</summary>
    System,
}
