namespace NetDrms.Database.Schema;

/// <summary>The migrations of schema <c>netdrms</c> in the DRMS database.</summary>
internal static class DrmsMigrations
{
    /// <summary>All, in order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } = [];
}
