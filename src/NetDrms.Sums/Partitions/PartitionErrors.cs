namespace NetDrms.Sums.Partitions;

/// <summary>A number of errors that fades.</summary>
/// <param name="Count">How many, each counted by its age.</param>
/// <param name="At">When that was so.</param>
internal readonly record struct PartitionErrors(double Count, DateTimeOffset At)
{
    /// <summary>An error counts half after so long.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    /// <summary>How many count now.</summary>
    public double Now(DateTimeOffset now) => Count <= 0 ? 0 : Count * Math.Pow(0.5, Math.Max(0, (now - At) / HalfLife));

    /// <summary>With one more.</summary>
    public PartitionErrors Add(DateTimeOffset now) => new(Now(now) + 1, now);
}
