using Microsoft.Extensions.Logging;

namespace NetDrms.Sums.Access;

/// <summary>Log lines of access and audit, 4301 … 4319. Numbers and names are an interface: never changed.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(4301, LogLevel.Information, "connection from {Address} refused: {Reason}")]
    public static partial void ConnectionRefused(this ILogger log, string address, string reason);

    [LoggerMessage(4302, LogLevel.Error, "audit cannot be written; {Entries} entries wait")]
    public static partial void AuditWaits(this ILogger log, int entries, Exception cause);

    [LoggerMessage(4303, LogLevel.Error, "audit entry that the database did not take: {Entry}")]
    public static partial void AuditUnwritten(this ILogger log, string entry);

    [LoggerMessage(4304, LogLevel.Debug, "TLS with {Address} failed: {Reason}")]
    public static partial void HandshakeFailed(this ILogger log, string address, string reason);

    [LoggerMessage(4305, LogLevel.Warning, "owner of {Series} cannot be asked; only administrators may let its units expire")]
    public static partial void OwnerUnknown(this ILogger log, string series, Exception cause);

    [LoggerMessage(4306, LogLevel.Warning, "storage unit {Sunum} at {Path} taken from salvage for {Asker}")]
    public static partial void SalvageRestored(this ILogger log, Units.Sunum sunum, string path, string asker);

    [LoggerMessage(4307, LogLevel.Warning, "storage unit {Sunum} at {Path} dropped from salvage for {Asker}")]
    public static partial void SalvageDropped(this ILogger log, Units.Sunum sunum, string path, string asker);
}
