using System.Globalization;
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

    /// <summary>How often partitions are looked at.</summary>
    public double WatchSeconds { get; init; } = 30;

    /// <summary>An alarm tells that a partition fills up when less than so much of it is free; it ends with half as much again.</summary>
    public double AlarmFreePercent { get; init; } = 3;

    /// <summary>Every stored unit is read and compared with its manifest once in so many days; 0 never.</summary>
    public double VerifyDays { get; init; } = 90;

    /// <summary>How fast stored units are read for that, at most.</summary>
    public double VerifyMbPerSecond { get; init; } = 20;

    /// <summary>Reads the section.</summary>
    public static StewardOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        StewardOptions usual = new();
        return new()
        {
            DatabaseConnections = (int)section.Integer("database_connections", usual.DatabaseConnections, 2, 10_000),
            Retention = RetentionOptions.Read(section),
            WatchSeconds = section.Number("watch_seconds", usual.WatchSeconds),
            AlarmFreePercent = section.Number("alarm_free_percent", usual.AlarmFreePercent),
            VerifyDays = section.Number("verify_days", usual.VerifyDays),
            VerifyMbPerSecond = section.Number("verify_mb_per_second", usual.VerifyMbPerSecond),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (DatabaseConnections < 2)
            yield return new(ErrorCode.Configuration, $"steward.database_connections {DatabaseConnections} is less than 2");
        foreach (DrmsError error in Retention.Check())
            yield return error;
        if (!(WatchSeconds is >= 1 and <= 86_400))
            yield return Wrong("watch_seconds", WatchSeconds, "is not in 1 … 86400");
        if (!(AlarmFreePercent is >= 0 and <= 50))
            yield return Wrong("alarm_free_percent", AlarmFreePercent, "is not in 0 … 50");
        if (!(VerifyDays is >= 0 and <= 36_500))
            yield return Wrong("verify_days", VerifyDays, "is not in 0 … 36500");
        if (!(VerifyMbPerSecond is > 0 and <= 1e6))
            yield return Wrong("verify_mb_per_second", VerifyMbPerSecond, "is not in 0 … 1000000");
    }

    private static DrmsError Wrong(string key, double value, string what) =>
        new(ErrorCode.Configuration, string.Create(CultureInfo.InvariantCulture, $"steward.{key} {value} {what}"));
}
