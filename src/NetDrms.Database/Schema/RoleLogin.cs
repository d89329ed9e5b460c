namespace NetDrms.Database.Schema;

/// <summary>Whether a role may open connections.</summary>
public enum RoleLogin
{
    /// <summary>A user.</summary>
    Yes,

    /// <summary>A group.</summary>
    No,
}
