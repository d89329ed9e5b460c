using Microsoft.Extensions.Logging;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>Log lines of retention, 4241 … 4259. Numbers and names are an interface: never changed.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(4241, LogLevel.Information, "partition {Partition} is {State} at {Percent:0.0} %")]
    public static partial void PartitionState(this ILogger log, string partition, ScrubState state, double percent);

    [LoggerMessage(4242, LogLevel.Warning, "partition {Partition} is left out: {Reason}")]
    public static partial void PartitionLeftOut(this ILogger log, string partition, string reason);

    [LoggerMessage(4243, LogLevel.Information, "{Units} storage units with {Bytes} bytes of partition {Partition} have expired; their directories stay for {Minutes} minutes")]
    public static partial void UnitsDoomed(this ILogger log, int units, long bytes, string partition, double minutes);

    [LoggerMessage(4244, LogLevel.Information, "{Units} storage units with {Bytes} bytes of partition {Partition} removed")]
    public static partial void UnitsGone(this ILogger log, int units, long bytes, string partition);

    [LoggerMessage(4245, LogLevel.Error, "could not remove expired storage unit {Sunum} at {Path}; it is tried again later")]
    public static partial void RemovalPostponed(this ILogger log, Sunum sunum, string path, Exception cause);

    [LoggerMessage(4246, LogLevel.Error, "expired storage unit {Sunum} of {Series} at {Path} is kept: {Reason}")]
    public static partial void UnitKept(this ILogger log, Sunum sunum, string series, string path, string reason);

    [LoggerMessage(4247, LogLevel.Information, "{Records} records of {Series} deleted with storage unit {Sunum}")]
    public static partial void RecordsDeleted(this ILogger log, long records, string series, Sunum sunum);

    [LoggerMessage(4248, LogLevel.Error, "partition {Partition} is closed for writing: {Reason}")]
    public static partial void PartitionClosed(this ILogger log, string partition, string reason);

    [LoggerMessage(4249, LogLevel.Information, "partition {Partition} is open for writing in set {Set} again")]
    public static partial void PartitionReopened(this ILogger log, string partition, int set);

    [LoggerMessage(4250, LogLevel.Critical, "clock of the SUMS database went {Hours:0.0} hours ahead of the time that passed: nothing expires for the next {Hold}. If the clock is right, run drms sums expire")]
    public static partial void ClockJumped(this ILogger log, double hours, TimeSpan hold);

    [LoggerMessage(4251, LogLevel.Error, "retention cannot reach the SUMS database; tried again")]
    public static partial void RetentionUnreachable(this ILogger log, Exception cause);

    [LoggerMessage(4252, LogLevel.Critical, "partition {Partition} holds none of its storage units: is it mounted? Nothing of it expires")]
    public static partial void PartitionEmpty(this ILogger log, string partition);

    [LoggerMessage(4253, LogLevel.Warning, "directory {Path} of expired storage unit {Sunum} is in use again and is left alone")]
    public static partial void DirectoryInUse(this ILogger log, string path, Sunum sunum);
}
