namespace NetDrms.Database.Site;

/// <summary>Brings the databases of a site to what this version of the program needs.</summary>
public static class SiteUpgrade
{
    /// <summary>Runs the migrations of schema <c>netdrms</c> that are missing, and renews the functions.</summary>
    public static Task MigrateAsync(SiteHome home, CancellationToken cancel) => SiteDatabases.MigrateAsync(home, cancel);
}
