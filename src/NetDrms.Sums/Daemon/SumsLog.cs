using Microsoft.Extensions.Logging;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Daemon;

/// <summary>Log lines of the storage daemon, 4101 … 4199. Numbers and names are an interface: never changed.</summary>
internal static partial class SumsLog
{
    [LoggerMessage(4101, LogLevel.Information, "storage daemon {Instance} listens on {Address}")]
    public static partial void Listening(this ILogger log, int instance, string address);

    [LoggerMessage(4102, LogLevel.Information, "storage daemon {Instance} stops with {Sessions} sessions open")]
    public static partial void Stopping(this ILogger log, int instance, int sessions);

    [LoggerMessage(4103, LogLevel.Debug, "session {Session} opened by {Client}")]
    public static partial void SessionOpened(this ILogger log, long session, string client);

    [LoggerMessage(4104, LogLevel.Debug, "session {Session} closed: {Put} storage units visible, {Dropped} unused directories removed")]
    public static partial void SessionClosed(this ILogger log, long session, int put, int dropped);

    [LoggerMessage(4105, LogLevel.Information, "session {Session} of {Client} undone: {Directories} directories removed")]
    public static partial void SessionUndone(this ILogger log, long session, string client, int directories);

    [LoggerMessage(4106, LogLevel.Information, "connection of {Client} left with {Units} storage units unsettled: the daemon stops")]
    public static partial void SessionInterrupted(this ILogger log, string client, int units);

    [LoggerMessage(4107, LogLevel.Debug, "connection of {Client} lost: {Reason}")]
    public static partial void ConnectionLost(this ILogger log, string client, string reason);

    [LoggerMessage(4108, LogLevel.Debug, "connection from {Peer} did not say who it is")]
    public static partial void GreetingRefused(this ILogger log, string peer);

    [LoggerMessage(4109, LogLevel.Warning, "{Request} of {Client} failed, {Status}: {Reason}")]
    public static partial void RequestFailed(this ILogger log, string request, string client, string status, string reason, Exception? cause);

    [LoggerMessage(4110, LogLevel.Information, "{Units} storage units of {Series} sealed in session {Session}: {Bytes} bytes")]
    public static partial void UnitsSealed(this ILogger log, int units, string series, long session, long bytes);

    [LoggerMessage(4111, LogLevel.Error, "put in session {Session} of {Client} failed; the data are kept for salvage: {Paths}")]
    public static partial void PutFailed(this ILogger log, long session, string client, string paths, Exception cause);

    [LoggerMessage(4112, LogLevel.Warning, "partition {Partition} did not take a directory: {Reason}")]
    public static partial void PartitionRefused(this ILogger log, string partition, string reason);

    [LoggerMessage(4113, LogLevel.Error, "could not remove storage unit {Sunum} at {Path}; it is tried again later")]
    public static partial void RemovalFailed(this ILogger log, Sunum sunum, string path, Exception cause);

    [LoggerMessage(4114, LogLevel.Error, "journal could not be written for session {Session}; the reconciler settles it")]
    public static partial void JournalLost(this ILogger log, long session, Exception cause);

    [LoggerMessage(4115, LogLevel.Information, "statement repeated on a new connection")]
    public static partial void StatementRepeated(this ILogger log, Exception cause);

    [LoggerMessage(4116, LogLevel.Warning, "connection that marks daemon {Instance} as alive is lost")]
    public static partial void InstanceLockLost(this ILogger log, int instance, Exception cause);

    [LoggerMessage(4117, LogLevel.Information, "daemon {Instance} is marked as alive again")]
    public static partial void InstanceLockTaken(this ILogger log, int instance);

    [LoggerMessage(4118, LogLevel.Error, "could not accept a connection")]
    public static partial void AcceptFailed(this ILogger log, Exception cause);

    [LoggerMessage(4119, LogLevel.Critical, "connection of {Peer} ended by a defect")]
    public static partial void ConnectionDefect(this ILogger log, string peer, Exception cause);

    [LoggerMessage(4120, LogLevel.Critical, "{Request} of {Client} failed by a defect")]
    public static partial void RequestDefect(this ILogger log, string request, string client, Exception cause);

    [LoggerMessage(4121, LogLevel.Warning, "{Units} storage units of daemons that are gone taken over")]
    public static partial void UnitsClaimed(this ILogger log, int units);

    [LoggerMessage(4122, LogLevel.Warning, "directory {Path} is not empty although no client was told of it; it was there before and is left alone")]
    public static partial void ForeignDirectory(this ILogger log, string path);

    [LoggerMessage(4123, LogLevel.Information, "storage unit {Sunum} at {Path} is {Reason} and is removed")]
    public static partial void UnitRemoved(this ILogger log, Sunum sunum, string path, string reason);

    [LoggerMessage(4124, LogLevel.Warning, "storage unit {Sunum} at {Path} expires: no record of {Series} refers to it")]
    public static partial void UnitExpired(this ILogger log, Sunum sunum, string path, string series);

    [LoggerMessage(4125, LogLevel.Warning, "storage unit {Sunum} at {Path} entered although its session never closed: records of {Series} refer to it")]
    public static partial void UnitAdopted(this ILogger log, Sunum sunum, string path, string series);

    [LoggerMessage(4126, LogLevel.Error, "storage unit {Sunum} at {Path} waits for salvage: its put failed and records of {Series} refer to it")]
    public static partial void SalvageWanted(this ILogger log, Sunum sunum, string path, string series);

    [LoggerMessage(4127, LogLevel.Error, "could not reconcile storage units; it is tried again")]
    public static partial void ReconcileFailed(this ILogger log, Exception cause);

    [LoggerMessage(4128, LogLevel.Warning, "DRMS database {Database} cannot be asked about storage units; they wait")]
    public static partial void DrmsDatabaseUnreachable(this ILogger log, string database, Exception cause);

    [LoggerMessage(4129, LogLevel.Warning, "series {Series} cannot be asked about storage units; they wait")]
    public static partial void SeriesUnreadable(this ILogger log, string series, Exception cause);

    [LoggerMessage(4130, LogLevel.Debug, "{Request} of {Client} refused, {Status}: {Reason}")]
    public static partial void RequestRefused(this ILogger log, string request, string client, string status, string reason);
}
