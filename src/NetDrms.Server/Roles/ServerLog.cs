namespace NetDrms.Server.Roles;

/// <summary>Log lines of the host process, 4001 … 4099. Numbers and names are an interface: never changed.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(4001, LogLevel.Information, "log {Path} was long and is rotated")]
    public static partial void Rotated(this ILogger log, string path);

    [LoggerMessage(4002, LogLevel.Warning, "log {Path} is long and could not be rotated")]
    public static partial void NotRotated(this ILogger log, string path, Exception cause);

    [LoggerMessage(4010, LogLevel.Information, "{Program} ended with {ExitCode} and said: {Complaint}")]
    public static partial void ProgramComplained(this ILogger log, string program, int exitCode, string complaint);

    [LoggerMessage(4020, LogLevel.Error, "page {Path} could not be shown, request {RequestId}")]
    public static partial void PageFailed(this ILogger log, string path, string requestId, Exception cause);
}
