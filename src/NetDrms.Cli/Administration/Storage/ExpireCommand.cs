using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Steward;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums expire</c>: one pass of the steward, with the options of sums_steward.py. Spec 04 §4.4.</summary>
internal static class ExpireCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Option<double?> low = new("--low-water", "--low_water", "-b") { Description = "Stop when no more percent of a partition are in use.", HelpName = "percent" };
        Option<double?> high = new("--high-water", "--high_water", "-t") { Description = "Leave partitions alone of which no more percent are in use; 0 takes everything that has expired.", HelpName = "percent" };
        Option<int?> chunk = new("--chunk", "--chunk_size", "-c") { Description = "Most storage units of one transaction.", HelpName = "units" };
        Option<int[]> sets = new("--partition-sets", "--partition_sets", "-p") { Description = "Partitions of these home sets.", AllowMultipleArgumentsPerToken = true, HelpName = "set" };
        Option<string[]> partitions = new("--partition") { Description = "Only these partitions, of whatever set.", HelpName = "folder" };
        Option<bool> now = new("--now") { Description = "Remove the directories at once, also those that could still come back with drms sums undelete." };
        Command expire = new("expire", "Make room: let the steward make one pass over the partitions. What is not given is as in section [steward] of site.toml.")
        {
            low, high, chunk, sets, partitions, now, context.DryRun, context.SiteOption, context.Json,
        };
        expire.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            StewardOptions steward = StewardOptions.Read(home.Settings.Section("steward"));
            home.Settings.ThrowIfMistaken();
            ExpireOrder order = new()
            {
                LowWaterPercent = parsed.GetValue(low) ?? (parsed.GetValue(high) is double h ? Math.Min(h, steward.Retention.LowWaterPercent) : null),
                HighWaterPercent = parsed.GetValue(high) ?? (parsed.GetValue(low) is double l ? Math.Max(l, steward.Retention.HighWaterPercent) : null),
                ChunkSize = parsed.GetValue(chunk),
                Sets = parsed.GetValue(sets) ?? [],
                Partitions = [.. (parsed.GetValue(partitions) ?? []).Select(static p => p.Length > 1 ? p.TrimEnd('/') : p)],
                Now = parsed.GetValue(now),
            };
            _ = order.Over(steward.Retention);   // mistakes are told before anybody is asked
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            if (parsed.GetValue(context.DryRun))
                return await ExpirePreview.ShowAsync(context, parsed.GetValue(context.Json), connection, order, steward.Retention, cancel);
            string report = await new TaskClient(connection).DoAsync(ExpireOrder.TaskKind, order.ToJson(), context, cancel);
            using JsonDocument document = JsonDocument.Parse(report);
            if (parsed.GetValue(context.Json))
                context.WriteJson(document.RootElement.WriteTo);
            else
                WriteTable(context, document.RootElement);
            return document.RootElement.EnumerateArray().Any(static p => p.GetProperty("trouble").ValueKind == JsonValueKind.String) ? ExitCode.Error : ExitCode.Ok;
        });
        return expire;
    }

    private static void WriteTable(AdministrationContext context, JsonElement report)
    {
        TextTable.Write(
            context.Out,
            ["partition", ">% before", ">% now", ">expired", ">size", ">removed", ">size", ">records", "state"],
            [.. report.EnumerateArray().Select(static p => (IReadOnlyList<string>)
            [
                p.GetProperty("partition").GetString()!, Percent(p, "percent_before"), Percent(p, "percent_after"),
                Number(p, "expired_units"), ByteSize.Of(p.GetProperty("expired_bytes").GetInt64()),
                Number(p, "removed_units"), ByteSize.Of(p.GetProperty("removed_bytes").GetInt64()), Number(p, "deleted_records"),
                p.GetProperty("trouble").GetString() is string trouble ? PlainText.Of(trouble) : p.GetProperty("state").GetString()!,
            ])]);
        if (report.EnumerateArray().Any(static p => p.GetProperty("expired_units").GetInt32() > p.GetProperty("removed_units").GetInt32()))
            context.Report("directories of expired units stay for a while: drms sums undelete brings units back, drms sums expire --now removes them");
    }

    private static string Percent(JsonElement partition, string name) => partition.GetProperty(name).GetDouble().ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(JsonElement partition, string name) => partition.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture);
}
