using Microsoft.Extensions.Logging;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>Log lines on partitions and on the integrity of storage units, 4211 … 4239. Numbers and names are an interface: never changed.</summary>
internal static partial class IntegrityLog
{
    [LoggerMessage(4211, LogLevel.Warning, "what other daemons reserve on partitions cannot be read; it is tried again")]
    public static partial void PlacementUnknown(this ILogger log, Exception cause);

    [LoggerMessage(4212, LogLevel.Error, "partition {Partition} is {State}: {Reason}")]
    public static partial void PartitionBad(this ILogger log, string partition, string state, string reason);

    [LoggerMessage(4213, LogLevel.Information, "partition {Partition} is {State} again")]
    public static partial void PartitionGood(this ILogger log, string partition, string state);

    [LoggerMessage(4214, LogLevel.Error, "partition {Partition} fills up: {Free:0.0} % of {Total} bytes are free")]
    public static partial void PartitionFills(this ILogger log, string partition, double free, long total);

    [LoggerMessage(4215, LogLevel.Information, "partition {Partition} has room again: {Free:0.0} % are free")]
    public static partial void PartitionHasRoom(this ILogger log, string partition, double free);

    [LoggerMessage(4216, LogLevel.Error, "storage unit {Sunum} at {Path} is damaged: {Damage}")]
    public static partial void UnitDamaged(this ILogger log, Sunum sunum, string path, string damage);

    [LoggerMessage(4217, LogLevel.Information, "storage unit {Sunum} at {Path} was fetched again and is whole")]
    public static partial void UnitRestored(this ILogger log, Sunum sunum, string path);

    [LoggerMessage(4218, LogLevel.Warning, "storage unit {Sunum} at {Path} could not be fetched again: {Reason}")]
    public static partial void UnitNotRestored(this ILogger log, Sunum sunum, string path, string reason);

    [LoggerMessage(4219, LogLevel.Information, "{Units} storage units without a manifest have one now, as they were first seen")]
    public static partial void UnitsFirstSeen(this ILogger log, int units);

    [LoggerMessage(4220, LogLevel.Information, "{Units} storage units verified, {Bytes} bytes, {Damaged} damaged")]
    public static partial void UnitsVerified(this ILogger log, int units, long bytes, int damaged);

    [LoggerMessage(4221, LogLevel.Information, "{Manifests} manifests removed of storage units that are gone")]
    public static partial void ManifestsRemoved(this ILogger log, int manifests);
}
