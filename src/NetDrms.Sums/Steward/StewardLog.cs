using Microsoft.Extensions.Logging;

namespace NetDrms.Sums.Steward;

/// <summary>Log lines of the steward, 4201 … 4299. Numbers and names are an interface: never changed.</summary>
internal static partial class StewardLog
{
    [LoggerMessage(4201, LogLevel.Information, "this process does {Duty} now")]
    public static partial void DutyBegun(this ILogger log, DutyKind duty);

    [LoggerMessage(4202, LogLevel.Error, "{Duty} failed; it is begun again")]
    public static partial void DutyFailed(this ILogger log, DutyKind duty, Exception cause);

    [LoggerMessage(4203, LogLevel.Warning, "connection to the SUMS database is lost; another steward may take over")]
    public static partial void DutiesLost(this ILogger log, Exception cause);

    [LoggerMessage(4204, LogLevel.Information, "task {Task}, {Kind}, begun for {Asker}")]
    public static partial void TaskBegun(this ILogger log, long task, string kind, string asker);

    [LoggerMessage(4205, LogLevel.Information, "task {Task}, {Kind}, done")]
    public static partial void TaskDone(this ILogger log, long task, string kind);

    [LoggerMessage(4206, LogLevel.Error, "task {Task}, {Kind}, failed")]
    public static partial void TaskFailed(this ILogger log, long task, string kind, Exception cause);

    [LoggerMessage(4207, LogLevel.Error, "tasks cannot be read; tried again")]
    public static partial void TasksUnreadable(this ILogger log, Exception cause);
}
