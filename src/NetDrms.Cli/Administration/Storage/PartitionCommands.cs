using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Partitions;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums partitions add|close|open|list</c>. Spec 04 §1, §5.7.</summary>
internal static class PartitionCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("partitions", "Add, close, open and list the folders in which storage units lie.")
    {
        Add(context), Close(context), Open(context), List(context),
    };

    private static Argument<string> Folder() => new("partition") { Description = "Its folder, for example /SUM0." };

    private static Option<int?> Set(string description)
    {
        Option<int?> set = new("--set") { Description = description, HelpName = "number" };
        set.Validators.Add(static result =>
        {
            if (result.Tokens is [Token token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int _)))
                result.AddError($"\"{token.Value}\" is not the number of a partition set: 0, 1, 2 …");
        });
        return set;
    }

    private static Command Add(AdministrationContext context)
    {
        Argument<string> folder = Folder();
        Option<int?> set = Set("The set that it is written in, and its home; 0 if not given.");
        Command add = new("add", "Add a partition; its folder is made if it is not there.") { folder, set, context.SiteOption };
        add.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            int number = parsed.GetValue(set) ?? 0;
            string added = await new PartitionAdministration(connection).AddAsync(parsed.GetRequiredValue(folder), number, context.Home(parsed).Account, cancel);
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"added {added} to set {number}"));
            return ExitCode.Ok;
        });
        return add;
    }

    private static Command Close(AdministrationContext context)
    {
        Argument<string> folder = Folder();
        Option<string?> why = new("--because") { Description = "Why, for those who look at the list.", HelpName = "text" };
        Command close = new("close", "Write no new storage units into a partition; those in it are read as before.") { folder, why, context.SiteOption };
        close.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            string name = parsed.GetRequiredValue(folder);
            bool wasOpen = await new PartitionAdministration(connection).CloseAsync(name, Environment.UserName, parsed.GetValue(why), cancel);
            await context.Out.WriteLineAsync(wasOpen ? $"closed {name}" : $"{name} was closed already");
            return ExitCode.Ok;
        });
        return close;
    }

    private static Command Open(AdministrationContext context)
    {
        Argument<string> folder = Folder();
        Option<int?> set = Set("The set that it is written in; if not given, that from before it was closed, or its home set.");
        Command open = new("open", "Write new storage units into a partition.") { folder, set, context.SiteOption };
        open.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            string name = parsed.GetRequiredValue(folder);
            int opened = await new PartitionAdministration(connection).OpenAsync(name, parsed.GetValue(set), cancel);
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"opened {name} in set {opened}"));
            return ExitCode.Ok;
        });
        return open;
    }

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the partitions, their room and their state.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            long keepFree = SumsOptions.Read(context.Home(parsed).Settings.Section("sums")).KeepFreeBytes;
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            IReadOnlyList<PartitionStatus> partitions = await new PartitionAdministration(connection).ListAsync(keepFree, cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, partitions);
            else
                WriteTable(context, partitions);
            return ExitCode.Ok;
        });
        return list;
    }

    private static void WriteTable(AdministrationContext context, IReadOnlyList<PartitionStatus> partitions) => TextTable.Write(
        context.Out,
        ["partition", ">set", ">home", ">size", ">free", ">used %", ">reserved", ">errors", "state", "why"],
        [.. partitions.Select(static p => (IReadOnlyList<string>)
        [
            p.Folder, Text(p.Set), Text(p.HomeSet), Size(p.TotalBytes), Size(p.FreeBytes), p.UsedPercent is double used ? used.ToString("0.0", CultureInfo.InvariantCulture) : "-",
            Size(p.ReservedBytes), p.Errors.ToString("0.#", CultureInfo.InvariantCulture), p.State.ToText(), p.Why ?? (p.Errors >= 0.5 ? p.LastError : null) ?? "",
        ])]);

    private static string Size(long? bytes) => bytes is long known ? ByteSize.Of(known) : "-";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(AdministrationContext context, IReadOnlyList<PartitionStatus> partitions) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (PartitionStatus partition in partitions)
        {
            json.WriteStartObject();
            json.WriteString("partition", partition.Folder);
            json.WriteNumber("set", partition.Set);
            json.WriteNumber("home_set", partition.HomeSet);
            Number("total_bytes", partition.TotalBytes);
            Number("free_bytes", partition.FreeBytes);
            Number("used_percent", partition.UsedPercent);
            json.WriteNumber("reserved_bytes", partition.ReservedBytes);
            json.WriteNumber("errors", Math.Round(partition.Errors, 3));
            json.WriteString("last_error", partition.LastError);
            json.WriteString("last_error_at", partition.LastErrorAt?.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("state", partition.State.ToText());
            json.WriteString("why", partition.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        void Number(string name, double? value)
        {
            if (value is double number)
                json.WriteNumber(name, Math.Round(number, 3));
            else
                json.WriteNull(name);
        }
    });
}
