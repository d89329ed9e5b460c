namespace NetDrms.Server.Roles;

/// <summary>Log lines of the host process, 4001 … 4099. Numbers and names are an interface: never changed.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(4001, LogLevel.Information, "log {Path} was long and is rotated")]
    public static partial void Rotated(this ILogger log, string path);

    [LoggerMessage(4002, LogLevel.Warning, "log {Path} is long and could not be rotated")]
    public static partial void NotRotated(this ILogger log, string path, Exception cause);

    [LoggerMessage(4010, LogLevel.Information, "{RequestId}: {Program} ended with {ExitCode} and said: {Complaint}")]
    public static partial void ProgramComplained(this ILogger log, string requestId, string program, int exitCode, string complaint);

    [LoggerMessage(4011, LogLevel.Information, "{RequestId} {Method} {Path} {Program} {Status} {Milliseconds} {Bytes} {WaitMilliseconds} {SubjectLength} {Client}")]
    public static partial void Request(
        this ILogger log, string requestId, string method, string path, string program, int status, double milliseconds, long bytes, double waitMilliseconds, int subjectLength, string client);

    [LoggerMessage(4012, LogLevel.Warning, "{RequestId} {Path} {Program} was slow: {Seconds} s, {Bytes} bytes, subject of {SubjectLength}: {Subject}")]
    public static partial void SlowRequest(this ILogger log, string requestId, string path, string program, double seconds, long bytes, int subjectLength, string subject);

    [LoggerMessage(4013, LogLevel.Error, "{RequestId} {Path} failed")]
    public static partial void RequestFailed(this ILogger log, string requestId, string path, Exception cause);

    [LoggerMessage(4014, LogLevel.Warning, "{RequestId} {Path} was cut off: it held a query for {Seconds} s")]
    public static partial void AnswerCutOff(this ILogger log, string requestId, string path, double seconds);

    [LoggerMessage(4015, LogLevel.Warning, "the database does not answer")]
    public static partial void NotWell(this ILogger log, Exception cause);

    [LoggerMessage(4016, LogLevel.Warning, "the database server went away; connections to it are made anew")]
    public static partial void DatabaseWent(this ILogger log, Exception cause);

    [LoggerMessage(4020, LogLevel.Error, "page {Path} could not be shown, request {RequestId}")]
    public static partial void PageFailed(this ILogger log, string path, string requestId, Exception cause);
}
