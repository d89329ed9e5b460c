using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Access;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums audit</c>.</summary>
internal static class AuditCommands
{
    private const int UsualMost = 1000;

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Option<string?> since = new("--since") { Description = "Not before: 90m, 2h, 3d ago, or a time such as 2026-11-24 or 2026-11-24T08:00, UTC." };
        Option<string?> series = new("--series") { Description = "Of one series." };
        Option<string?> user = new("--user") { Description = "Of one user, checked or claimed." };
        Option<long?> sunum = new("--sunum") { Description = "Of one storage unit." };
        Option<bool> refused = new("--refused") { Description = "Only what was refused." };
        Option<int> most = new("--most") { Description = "Most entries, the newest.", DefaultValueFactory = _ => UsualMost };
        Command audit = new("audit", "Show who changed storage units, and what was refused. Names with ? were claimed by plain clients and not checked.")
        {
            since, series, user, sunum, refused, most, context.SiteOption, context.Json,
        };
        audit.SetAction(async (parsed, cancel) =>
        {
            int limit = parsed.GetRequiredValue(most);
            if (limit < 1)
                throw new DrmsException(ErrorCode.Argument, "--most must be at least 1");
            DateTime now = context.Surroundings.Clock.GetUtcNow().UtcDateTime;
            AuditTable.Query query = new(parsed.GetValue(since) is string text ? Since(text, now) : null, parsed.GetValue(series), parsed.GetValue(user), parsed.GetValue(sunum), parsed.GetValue(refused), limit);
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<AuditTable.Entry> entries = [];
            await foreach (AuditTable.Entry entry in new AuditTable(connection).ReadAsync(query, cancel))
                entries.Add(entry);
            if (parsed.GetValue(context.Json))
                context.WriteJson(json => WriteJson(json, entries));
            else
                WriteTable(context, entries);
            if (entries.Count == limit)
                context.Report($"only the newest {limit} are shown; --most shows more");
            return ExitCode.Ok;
        });
        return audit;
    }

    /// <summary>Reads the value of <c>--since</c>: a length of time before now, or a time.</summary>
    /// <exception cref="DrmsException">It is neither.</exception>
    internal static DateTime Since(string text, DateTime now)
    {
        TimeSpan? unit = text.Length < 2 ? null : text[^1] switch { 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => null };
        if (unit is TimeSpan length && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count) && count < 1e5)
            return now - (length * count);
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? time
            : throw new DrmsException(new DrmsError(ErrorCode.Argument, $"--since {text} is neither a time nor a length of time") { Hint = "Write 2h, 3d, or 2026-11-24T08:00." });
    }

    private static void WriteTable(AdministrationContext context, List<AuditTable.Entry> entries) => TextTable.Write(
        context.Out,
        ["time", "action", "subject", "user", "from", ">times", "detail"],
        [.. entries.Select(e => (IReadOnlyList<string>)
        [
            e.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), e.Action, PlainText.Of(e.Subject), PlainText.Of(e.User ?? (e.Claimed is string claim ? $"{claim}?" : "-")),
            e.Pid is long pid ? string.Create(CultureInfo.InvariantCulture, $"{e.Address} pid {pid}") : e.Address, e.Times.ToString(CultureInfo.InvariantCulture), PlainText.Of(e.Detail ?? ""),
        ])]);

    private static void WriteJson(Utf8JsonWriter json, List<AuditTable.Entry> entries)
    {
        json.WriteStartArray();
        foreach (AuditTable.Entry entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("entry", entry.Number);
            json.WriteString("at", entry.At);
            if (entry.Session is long session)
                json.WriteNumber("session", session);
            json.WriteString("action", entry.Action);
            json.WriteString("subject", entry.Subject);
            json.WriteString("user", entry.User);
            json.WriteString("claimed", entry.Claimed);
            json.WriteString("address", entry.Address);
            if (entry.Pid is long pid)
                json.WriteNumber("pid", pid);
            json.WriteStartArray("sunums");
            foreach (long sunum in entry.Sunums)
                json.WriteNumberValue(sunum);
            json.WriteEndArray();
            json.WriteNumber("times", entry.Times);
            json.WriteString("detail", entry.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
