using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Steward;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums history</c>: what went. Spec 04 §6.</summary>
internal static class HistoryCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Option<string?> series = new("--series") { Description = "Of one series." };
        Option<string?> since = new("--since") { Description = "Not before: 90m, 2h, 3d ago, or a time such as 2026-11-24 or 2026-11-24T08:00, UTC." };
        Command history = new("history", "List storage units that have expired: when, why, and whether their directories are gone. Times are UTC, the date of expiry is the database's.")
        {
            series, since, context.SiteOption, context.Json,
        };
        history.SetAction(async (parsed, cancel) =>
        {
            DateTime now = context.Surroundings.Clock.GetUtcNow().UtcDateTime;
            DateTime? from = parsed.GetValue(since) is string text ? AuditCommands.Since(text, now) : null;
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            IAsyncEnumerable<ExpiredUnit> units = new RetentionAdministration(connection).HistoryAsync(parsed.GetValue(series), from, cancel);
            if (parsed.GetValue(context.Json))
                await WriteJsonAsync(context, units, cancel);
            else
                await WriteLinesAsync(context, units, cancel);
            return ExitCode.Ok;
        });
        return history;
    }

    // Widths are fixed: a history may be long, and its lines come one at a time.
    private static async Task WriteLinesAsync(AdministrationContext context, IAsyncEnumerable<ExpiredUnit> units, CancellationToken cancel)
    {
        bool isFirst = true;
        await foreach (ExpiredUnit unit in units.WithCancellation(cancel))
        {
            if (isFirst)
                await context.Out.WriteLineAsync($"{"sunum",19}  {"size",8}  {"kept until",-12}  {"expired",-16}  {"removed",-16}  {"archived",-8}  {"records",7}  {"series",-30}  reason");
            isFirst = false;
            await context.Out.WriteLineAsync(
                $"{unit.Sunum,19}  {ByteSize.Of(unit.Bytes),8}  {unit.EffectiveDate ?? "-",-12}  {Time(unit.Expired),-16}  {(unit.Removed is DateTime removed ? Time(removed) : "waits"),-16}  "
                + $"{(unit.IsArchived ? "yes" : "no"),-8}  {unit.RecordsDeleted,7}  {PlainText.Of(unit.Series),-30}  {PlainText.Of(unit.Reason)}");
        }
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task WriteJsonAsync(AdministrationContext context, IAsyncEnumerable<ExpiredUnit> units, CancellationToken cancel)
    {
        bool isFirst = true;
        await context.Out.WriteAsync("[");
        await foreach (ExpiredUnit unit in units.WithCancellation(cancel))
        {
            await context.Out.WriteAsync(isFirst ? "\n  " : ",\n  ");
            isFirst = false;
            await context.Out.WriteAsync(Text(unit));
        }
        await context.Out.WriteLineAsync(isFirst ? "]" : "\n]");
    }

    private static string Text(ExpiredUnit unit)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", unit.Sunum.Value);
            json.WriteString("series", unit.Series);
            json.WriteNumber("bytes", unit.Bytes);
            json.WriteString("effective_date", unit.EffectiveDate);
            json.WriteBoolean("archived", unit.IsArchived);
            json.WriteString("path", unit.Path);
            json.WriteString("expired", unit.Expired);
            json.WriteString("due", unit.Due);
            if (unit.Removed is DateTime removed)
                json.WriteString("removed", removed);
            json.WriteNumber("records_deleted", unit.RecordsDeleted);
            json.WriteString("reason", unit.Reason);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
