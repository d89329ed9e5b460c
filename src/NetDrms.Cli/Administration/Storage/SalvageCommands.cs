using System.CommandLine;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Salvage;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums salvage list|restore|drop</c>.</summary>
internal static class SalvageCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("salvage", "Look after storage units whose put failed: their data are kept, and nobody sees them.")
    {
        List(context), Restore(context), Drop(context),
    };

    private static Argument<string[]> Units => new("sunum") { Description = "Numbers of storage units.", Arity = ArgumentArity.OneOrMore };

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List them: why the put failed, whether records refer to them, and until when they are kept if none does.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            IReadOnlyList<SalvageEntry> entries = await new SalvageTable(connection, context.Home(parsed).DrmsProduction).ListAsync(cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, entries);
            else if (entries.Count > 0)
                WriteTable(context, entries);
            return ExitCode.Ok;
        });
        return list;
    }

    private static Command Restore(AdministrationContext context)
    {
        Argument<string[]> units = Units;
        Option<string?> series = new("--series") { Description = "The series, where the put named none." };
        Option<double?> retention = new("--retention") { Description = "How long they are kept at least, in days from now (the put's, but 3 at least)." };
        Command restore = new("restore", "Seal storage units and enter them, as their put should have done.") { units, series, retention, context.SiteOption };
        restore.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(retention) is not (null or (>= 0 and < 1e6)))
                throw new DrmsException(ErrorCode.Argument, "--retention must be 0 to a million days");
            SalvageOrder order = new(Numbers(parsed.GetRequiredValue(units)), parsed.GetValue(series), parsed.GetValue(retention));
            await DoAsync(context, parsed, SalvageOrder.RestoreKind, order, cancel);
            await context.Out.WriteLineAsync(Counted(order, "restored"));
            return ExitCode.Ok;
        });
        return restore;
    }

    private static Command Drop(AdministrationContext context)
    {
        Argument<string[]> units = Units;
        Option<bool> yes = new("--yes", "-y") { Description = "Also those that records refer to." };
        Command drop = new("drop", "Remove storage units with their data. Those that records refer to are refused without --yes.") { units, yes, context.SiteOption };
        drop.SetAction(async (parsed, cancel) =>
        {
            SalvageOrder order = new(Numbers(parsed.GetRequiredValue(units)), EvenIfReferenced: parsed.GetValue(yes));
            await DoAsync(context, parsed, SalvageOrder.DropKind, order, cancel);
            await context.Out.WriteLineAsync(Counted(order, "dropped"));
            return ExitCode.Ok;
        });
        return drop;
    }

    private static async Task DoAsync(AdministrationContext context, ParseResult parsed, string kind, SalvageOrder order, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
        await new TaskClient(connection).DoAsync(kind, order.ToJson(), context, cancel);
    }

    private static Sunum[] Numbers(string[] words) => [.. words.Select(static word => Sunum.TryParse(word, out Sunum sunum)
        ? sunum
        : throw new DrmsException(ErrorCode.Argument, $"\"{word}\" is not the number of a storage unit")).Distinct()];

    private static string Counted(SalvageOrder order, string done) =>
        string.Create(CultureInfo.InvariantCulture, $"{order.Sunums.Count} storage unit{(order.Sunums.Count == 1 ? "" : "s")} {done}");

    private static void WriteTable(AdministrationContext context, IReadOnlyList<SalvageEntry> entries) => TextTable.Write(
        context.Out,
        [">sunum", "path", "series", ">bytes", "records", "kept until", "reason"],
        [.. entries.Select(static e => (IReadOnlyList<string>)
        [
            e.Sunum.ToString(), e.Path, e.Series ?? "-", e.Bytes?.ToString(CultureInfo.InvariantCulture) ?? "?", e.IsReferenced switch { true => "refer", false => "none", null => "?" },
            e.IsReferenced == true ? "dropped" : e.Expires?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "dropped", PlainText.Of(e.Reason),
        ])]);

    private static void WriteJson(AdministrationContext context, IReadOnlyList<SalvageEntry> entries) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (SalvageEntry entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", entry.Sunum.Value);
            json.WriteString("path", entry.Path);
            json.WriteString("series", entry.Series);
            json.WriteString("reason", entry.Reason);
            json.WriteString("client", entry.Client);
            json.WriteString("since", entry.Since);
            if (entry.Expires is DateTime end)
                json.WriteString("expires", end);
            if (entry.Bytes is long bytes)
                json.WriteNumber("bytes", bytes);
            if (entry.IsReferenced is bool referenced)
                json.WriteBoolean("referenced", referenced);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
