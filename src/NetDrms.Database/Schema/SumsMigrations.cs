namespace NetDrms.Database.Schema;

/// <summary>The migrations of schema <c>netdrms</c> in the SUMS database.</summary>
internal static class SumsMigrations
{
    /// <summary>All, in order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } = [];
}
