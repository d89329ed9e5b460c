using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive;

namespace NetDrms.Sums.Steward;

/// <summary>Section [steward] of site.toml.</summary>
public sealed record StewardOptions
{
    /// <summary>Most connections to the SUMS database.</summary>
    public int DatabaseConnections { get; init; } = 4;

    /// <summary>When storage units are removed.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Section [archive].</summary>
    public ArchiveOptions Archive { get; init; } = new();

    /// <summary>Reads the section.</summary>
    public static StewardOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        StewardOptions usual = new();
        return new()
        {
            DatabaseConnections = (int)section.Integer("database_connections", usual.DatabaseConnections, 2, 10_000),
            Retention = RetentionOptions.Read(section),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (DatabaseConnections < 2)
            yield return new(ErrorCode.Configuration, $"steward.database_connections {DatabaseConnections} is less than 2");
        foreach (DrmsError error in Retention.Check())
            yield return error;
    }
}
