namespace NetDrms.Sums.Access;

/// <summary>What a client of the storage daemon may do; each includes the one before.</summary>
internal enum AccessRights
{
    /// <summary>Look units up, have them read back and kept longer.</summary>
    Read,

    /// <summary>Make units, and let those of series of its own expire.</summary>
    Write,

    /// <summary>Let units of any series expire.</summary>
    Administer,
}

/// <summary>Spelling of the rights in tables and commands.</summary>
public static class AccessRightsText
{
    /// <summary>The names, weakest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "write", "administer"];

    internal static AccessRights Parse(string text) => Enum.Parse<AccessRights>(text, ignoreCase: true);
}
