using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Steward;

/// <summary>Section [steward] of site.toml, what concerns retention. Spec 04 §4.4.</summary>
public sealed record RetentionOptions
{
    /// <summary>Percent of a partition that is used when scrubbing stops (<c>SS_LOW_WATER</c>).</summary>
    public double LowWaterPercent { get; init; } = 90;

    /// <summary>Percent of a partition that is used when scrubbing begins (<c>SS_HIGH_WATER</c>).</summary>
    public double HighWaterPercent { get; init; } = 95;

    /// <summary>Percent of a partition that is used when directories go at once, without <see cref="UndeleteMinutes"/>; 100 for never.</summary>
    public double EmergencyWaterPercent { get; init; } = 98;

    /// <summary>Most storage units of one transaction.</summary>
    public int ChunkSize { get; init; } = 1024;

    /// <summary>Time between two looks at the partitions (<c>SS_SLEEP_INTERVAL</c>).</summary>
    public double IntervalSeconds { get; init; } = 60;

    /// <summary>Home sets of the partitions that are looked after.</summary>
    public IReadOnlyList<int> PartitionSets { get; init; } = [0];

    /// <summary>How long an expired unit can come back, <c>drms sums undelete</c>, before its directory is removed.</summary>
    public double UndeleteMinutes { get; init; } = 60;

    /// <summary>How long it is remembered what went.</summary>
    public double HistoryDays { get; init; } = 3650;

    /// <summary>Reads the keys.</summary>
    internal static RetentionOptions Read(OptionReader section)
    {
        RetentionOptions usual = new();
        return new()
        {
            LowWaterPercent = section.Number("low_water", usual.LowWaterPercent),
            HighWaterPercent = section.Number("high_water", usual.HighWaterPercent),
            EmergencyWaterPercent = section.Number("emergency_water", usual.EmergencyWaterPercent),
            ChunkSize = (int)section.Integer("chunk_size", usual.ChunkSize, 1, 100_000),
            IntervalSeconds = section.Number("interval_seconds", usual.IntervalSeconds),
            PartitionSets = ReadSets(section, usual.PartitionSets),
            UndeleteMinutes = section.Number("undelete_minutes", usual.UndeleteMinutes),
            HistoryDays = section.Number("history_days", usual.HistoryDays),
        };
    }

    private static List<int> ReadSets(OptionReader section, IReadOnlyList<int> usual)
    {
        List<int> sets = [];
        foreach (string text in section.Texts("partition_sets", [.. usual.Select(static set => set.ToString(CultureInfo.InvariantCulture))]))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int set))
                sets.Add(set);
            else
                section.Refuse("partition_sets", $"holds \"{text}\", which is not the number of a set");
        }
        return sets;
    }

    /// <summary>Tells everything that is wrong.</summary>
    internal IEnumerable<DrmsError> Check()
    {
        foreach ((string key, double value, double most) in new[]
            {
                ("low_water", LowWaterPercent, 100), ("high_water", HighWaterPercent, 100), ("emergency_water", EmergencyWaterPercent, 100),
                ("undelete_minutes", UndeleteMinutes, 1e6), ("history_days", HistoryDays, 1e6),
            })
        {
            if (!(value >= 0 && value <= most))
                yield return Wrong(key, value, string.Create(CultureInfo.InvariantCulture, $"is not in 0 … {most}"));
        }
        if (!(IntervalSeconds > 0 && IntervalSeconds <= 86_400))
            yield return Wrong("interval_seconds", IntervalSeconds, "is not in 0 … 86400");
        if (LowWaterPercent > HighWaterPercent)
            yield return Wrong("low_water", LowWaterPercent, string.Create(CultureInfo.InvariantCulture, $"is above steward.high_water {HighWaterPercent}"));
        if (HighWaterPercent > EmergencyWaterPercent)
            yield return Wrong("high_water", HighWaterPercent, string.Create(CultureInfo.InvariantCulture, $"is above steward.emergency_water {EmergencyWaterPercent}"));
        if (ChunkSize < 1)
            yield return Wrong("chunk_size", ChunkSize, "is not positive");
    }

    private static DrmsError Wrong(string key, object value, string what) =>
        new(ErrorCode.Configuration, string.Create(CultureInfo.InvariantCulture, $"steward.{key} {value} {what}"));
}
