namespace NetDrms.Server.Api;

/// <summary>Log lines of the API, 4070 … 4079. Numbers and names are an interface: never changed.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(4070, LogLevel.Error, "request {Path} failed")]
    public static partial void ApiFailed(this ILogger log, string path, Exception cause);

    [LoggerMessage(4071, LogLevel.Warning, "the answer to {Path} broke off after {Rows} rows")]
    public static partial void AnswerBrokeOff(this ILogger log, string path, long rows, Exception cause);
}
