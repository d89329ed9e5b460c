using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Archive.Administration;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums archive …</c>: what is archived, and when. Spec 04 §5.2, §5.7.</summary>
internal static class ArchiveCommands
{
    private const int MostGroup = int.MaxValue;

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("archive", "Archive storage units: policies of tape groups, runs, second copies, repair.")
    {
        Groups(context), Policy(context), Run(context), Mark(context), Copy(context), Restore(context),
    };

    private static Command Groups(AdministrationContext context)
    {
        Command groups = new("groups", "List the tape groups: policy, last run, what waits.") { context.SiteOption, context.Json };
        groups.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<TapeGroup> rows = await new VolumeList(connection).GroupsAsync(cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, rows);
            else if (rows.Count > 0)
                TextTable.Write(context.Out, [">group", "name", "every", ">set", "last run", ">waiting", ">bytes"], [.. rows.Select(Row)]);
            return ExitCode.Ok;
        });
        return groups;
    }

    private static IReadOnlyList<string> Row(TapeGroup g) =>
    [
        Number(g.Group), PlainText.Of(g.Name), g.CadenceDays switch { null => "no policy", 0 => "never", 1 => "day", int days => $"{Number(days)} days" }, g.Set is int set ? Number(set) : "-",
        g.LastRun?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-", Number(g.PendingUnits), ByteSize.Of(g.PendingBytes),
    ];

    private static void WriteJson(AdministrationContext context, List<TapeGroup> groups) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (TapeGroup g in groups)
        {
            json.WriteStartObject();
            json.WriteNumber("group", g.Group);
            json.WriteString("name", g.Name);
            if (g.CadenceDays is int days)
                json.WriteNumber("cadence_days", days);
            if (g.Set is int set)
                json.WriteNumber("set", set);
            if (g.LastRun is DateTime last)
                json.WriteString("last_run", last);
            json.WriteNumber("waiting_units", g.PendingUnits);
            json.WriteNumber("waiting_bytes", g.PendingBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Command Policy(AdministrationContext context)
    {
        Argument<int> group = new("group") { Description = "Tape group of series." };
        Option<int?> cadence = new("--cadence") { Description = "Archive every so many days; 0 never.", HelpName = "days" };
        Option<string?> name = new("--name") { Description = "A name for people." };
        Option<int?> set = new("--set") { Description = "Partition set in which units of the group are written." };
        Command policy = new("policy", "Say how often a tape group is archived; what is not named stays as it is.") { group, cadence, name, set, context.SiteOption };
        policy.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(group) is < 0 or > MostGroup)
                throw new DrmsException(ErrorCode.Argument, "a tape group is not negative");
            if (parsed.GetValue(cadence) is < 0 or > 36_500)
                throw new DrmsException(ErrorCode.Argument, "--cadence must be 0 to 36500 days");
            if (parsed.GetValue(name)?.Length > 96)
                throw new DrmsException(ErrorCode.Argument, "--name must have at most 96 characters");
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            await new VolumeList(connection).SetPolicyAsync(parsed.GetValue(group), parsed.GetValue(cadence), parsed.GetValue(name), parsed.GetValue(set), cancel);
            return ExitCode.Ok;
        });
        return policy;
    }

    private static Command Run(AdministrationContext context)
    {
        Option<int?> group = new("--group") { Description = "Of this tape group only.", HelpName = "group" };
        Command run = new("run", "Archive now what waits, whatever the policies say.") { group, context.SiteOption };
        run.SetAction(async (parsed, cancel) =>
        {
            using JsonDocument result = await TapeCommands.DoAsync(context, parsed, ArchiveTasks.Run, json =>
            {
                if (parsed.GetValue(group) is int one)
                    json.WriteNumber("group", one);
            }, cancel);
            JsonElement told = result.RootElement;
            long left = told.GetProperty("left").GetInt64();
            await context.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{told.GetProperty("units").GetInt64()} storage units archived in {told.GetProperty("files").GetInt64()} files, {left} left, {told.GetProperty("copies").GetInt64()} files copied"));
            return left == 0 ? ExitCode.Ok : ExitCode.Error;
        });
        return run;
    }

    private static Command Mark(AdministrationContext context)
    {
        Argument<string[]> what = new("what") { Description = "Numbers of storage units, names of series, or - for numbers on standard input (show_info -q -S prints those of a record set).", Arity = ArgumentArity.OneOrMore };
        Option<int?> group = new("--group") { Description = "Tape group whose run shall take them.", HelpName = "group" };
        Command mark = new("mark", "Let storage units that are on line be archived by the next run.") { what, group, context.SiteOption, context.DryRun };
        mark.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            long[] units = await UnitsAsync(connection, parsed.GetRequiredValue(what), cancel);
            IReadOnlyList<long> marked = parsed.GetValue(context.DryRun) ? units : await ArchiveMarking.MarkAsync(connection, units, parsed.GetValue(group), cancel);
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{marked.Count} of {units.Length} storage units {(parsed.GetValue(context.DryRun) ? "would be marked" : "wait to be archived")}"));
            return ExitCode.Ok;
        });
        return mark;
    }

    private static async Task<long[]> UnitsAsync(NpgsqlConnection connection, string[] what, CancellationToken cancel)
    {
        List<long> units = [];
        foreach (string word in what)
        {
            if (word == "-")
            {
                while (await Console.In.ReadLineAsync(cancel) is string line)
                {
                    if (line.Trim() is { Length: > 0 } number)
                        units.Add(Sunum.TryParse(number, out Sunum read) ? read.Value : throw new DrmsException(ErrorCode.Argument, $"\"{PlainText.Of(number)}\" is not the number of a storage unit"));
                }
            }
            else if (Sunum.TryParse(word, out Sunum sunum))
            {
                units.Add(sunum.Value);
            }
            else
            {
                units.AddRange(await ArchiveMarking.UnitsOfAsync(connection, word, cancel) is { Length: > 0 } found
                    ? found
                    : throw new DrmsException(ErrorCode.Argument, $"series \"{word}\" has no storage unit on line"));
            }
        }
        return [.. units.Distinct()];
    }

    private static Command Copy(AdministrationContext context)
    {
        Argument<string?> tape = new("tape") { Description = "Of this volume only.", Arity = ArgumentArity.ZeroOrOne };
        Command copy = new("copy", "Make second copies of what has none, in the library of archive.safe_folder.") { tape, context.SiteOption };
        copy.SetAction(async (parsed, cancel) =>
        {
            using JsonDocument result = await TapeCommands.DoAsync(context, parsed, ArchiveTasks.Copy, parsed.GetValue(tape), cancel);
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.RootElement.GetProperty("copies").GetInt64()} files copied"));
            return ExitCode.Ok;
        });
        return copy;
    }

    private static Command Restore(AdministrationContext context)
    {
        Argument<string> unit = new("sunum") { Description = "Number of the storage unit." };
        Command restore = new("restore", "Replace a damaged storage unit that is on line by what is archived.") { unit, context.SiteOption };
        restore.SetAction(async (parsed, cancel) =>
        {
            Sunum sunum = Sunum.TryParse(parsed.GetRequiredValue(unit), out Sunum read) ? read : throw new DrmsException(ErrorCode.Argument, $"\"{parsed.GetRequiredValue(unit)}\" is not the number of a storage unit");
            (await TapeCommands.DoAsync(context, parsed, ArchiveTasks.Restore, json => json.WriteNumber("sunum", sunum.Value), cancel)).Dispose();
            await context.Out.WriteLineAsync($"storage unit {sunum} restored");
            return ExitCode.Ok;
        });
        return restore;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
