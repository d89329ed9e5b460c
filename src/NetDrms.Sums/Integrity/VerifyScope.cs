using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>Which stored units are read.</summary>
public sealed record VerifyScope
{
    /// <summary>Only those of a series; null for any.</summary>
    public string? Series { get; init; }

    /// <summary>Only these; null for any.</summary>
    public IReadOnlyList<Sunum>? Sunums { get; init; }

    /// <summary>Only those that were not read since; null for any.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>True when it is the whole site.</summary>
    public bool IsAll => Series is null && Sunums is null;
}
