namespace NetDrms.Database.Site;

/// <summary>The sections of site.toml that every program of a site needs; [sums] is read by the storage room.</summary>
/// <param name="Identity">Section [site].</param>
/// <param name="Database">Section [database].</param>
public sealed record SiteOptions(IdentityOptions Identity, DatabaseOptions Database)
{
    /// <summary>Reads both sections; what is wrong is noted in the settings.</summary>
    public static SiteOptions Read(SiteSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SiteOptions options = new(IdentityOptions.Read(settings.Section("site")), DatabaseOptions.Read(settings.Section("database")));
        settings.Add(options.Identity.Check());
        settings.Add(options.Database.Check());
        return options;
    }
}
