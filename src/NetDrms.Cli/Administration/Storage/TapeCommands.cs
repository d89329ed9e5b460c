using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Archive.Administration;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Steward;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums tape …</c>: volumes of the archive. Spec 04 §5.7.</summary>
internal static class TapeCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("tape", "Look after the volumes of the archive: tapes, or what stands for them.")
    {
        List(context), Contents(context), Where(context), Verify(context), Rearchive(context),
        Simple(context, "close", "Write nothing more to a volume; lists its checksums beside the manifests.", ArchiveTasks.Close, static (tape, result) => $"{tape} closed, checksums in {Text(result, "checksums")}"),
        Simple(context, "shelve", "Take a volume out of the library.", ArchiveTasks.Shelve, static (tape, result) => $"{tape} is at {Text(result, "location")}"),
        Simple(context, "import", "Bring a volume back into the library.", ArchiveTasks.Import, static (tape, _) => $"{tape} is in the library"),
        Inventory(context),
    };

    private static Argument<string> Tape => new("tape") { Description = "Name of the volume." };

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the volumes: tape group, files, room, where they are.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<VolumeSummary> volumes = await new VolumeList(connection).VolumesAsync(cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, volumes);
            else if (volumes.Count > 0)
                TextTable.Write(context.Out, ["tape", "library", ">group", ">files", ">free", "condition", "state", "last write", "location", "damage"], [.. volumes.Select(Row)]);
            return ExitCode.Ok;
        });
        return list;
    }

    private static IReadOnlyList<string> Row(VolumeSummary v) =>
    [
        v.TapeId, v.Library, v.Group < 0 ? "-" : Number(v.Group), Number(v.Files), ByteSize.Of(v.FreeBytes), v.Condition, v.State,
        v.LastWrite?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-", v.Location, PlainText.Of(v.Damage ?? "-"),
    ];

    private static void WriteJson(AdministrationContext context, List<VolumeSummary> volumes) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (VolumeSummary v in volumes)
        {
            json.WriteStartObject();
            json.WriteString("tape", v.TapeId);
            json.WriteString("library", v.Library);
            json.WriteNumber("group", v.Group);
            json.WriteNumber("files", v.Files);
            json.WriteNumber("free", v.FreeBytes);
            json.WriteString("condition", v.Condition);
            json.WriteString("state", v.State);
            json.WriteString("location", v.Location);
            if (v.LastWrite is DateTime last)
                json.WriteString("last_write", last);
            if (v.Damage is string damage)
                json.WriteString("damage", damage);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Command Contents(AdministrationContext context)
    {
        Argument<string> tape = Tape;
        Command contents = new("contents", "List the files of a volume: series, storage units, bytes, checksum.") { tape, context.SiteOption, context.Json };
        contents.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<VolumeContent> files = await new VolumeList(connection).ContentsAsync(parsed.GetRequiredValue(tape), cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, files);
            else if (files.Count > 0)
                TextTable.Write(context.Out, [">file", "series", ">units", ">bytes", "md5"],
                    [.. files.Select(static f => (IReadOnlyList<string>)[Number(f.File), f.Series, Number(f.Units), Number(f.Bytes), f.Md5])]);
            return ExitCode.Ok;
        });
        return contents;
    }

    private static void WriteJson(AdministrationContext context, List<VolumeContent> files) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (VolumeContent f in files)
        {
            json.WriteStartObject();
            json.WriteNumber("file", f.File);
            json.WriteString("series", f.Series);
            json.WriteNumber("units", f.Units);
            json.WriteNumber("bytes", f.Bytes);
            json.WriteString("md5", f.Md5);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Command Where(AdministrationContext context)
    {
        Argument<string> series = new("series") { Description = "Name of the series." };
        Command where = new("where", "List the volumes that hold storage units of a series, and where they are.") { series, context.SiteOption, context.Json };
        where.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<(string TapeId, string State, string Location, long Units, long OnLine)> volumes = await new VolumeList(connection).WhereAsync(parsed.GetRequiredValue(series), cancel);
            if (parsed.GetValue(context.Json))
            {
                context.WriteJson(json =>
                {
                    json.WriteStartArray();
                    foreach ((string id, string state, string location, long units, long onLine) in volumes)
                    {
                        json.WriteStartObject();
                        json.WriteString("tape", id);
                        json.WriteString("state", state);
                        json.WriteString("location", location);
                        json.WriteNumber("units", units);
                        json.WriteNumber("on_line", onLine);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                });
            }
            else if (volumes.Count > 0)
            {
                TextTable.Write(context.Out, ["tape", "state", ">units", ">on line", "location"],
                    [.. volumes.Select(static v => (IReadOnlyList<string>)[v.TapeId, v.State, Number(v.Units), Number(v.OnLine), v.Location])]);
            }
            return ExitCode.Ok;
        });
        return where;
    }

    private static Command Verify(AdministrationContext context)
    {
        Argument<string> tape = Tape;
        Command verify = new("verify", "Read a whole volume and compare its checksums. Exit code 1 when something is wrong.") { tape, context.SiteOption };
        verify.SetAction(async (parsed, cancel) =>
        {
            using JsonDocument result = await DoAsync(context, parsed, ArchiveTasks.Verify, parsed.GetRequiredValue(tape), cancel);
            string[] bad = [.. result.RootElement.GetProperty("bad").EnumerateArray().Select(static wrong => wrong.GetString()!)];
            foreach (string wrong in bad)
                await context.Out.WriteLineAsync(PlainText.Of(wrong));
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.RootElement.GetProperty("files").GetInt64()} files read, {bad.Length} wrong"));
            return bad.Length == 0 ? ExitCode.Ok : ExitCode.Error;
        });
        return verify;
    }

    private static Command Rearchive(AdministrationContext context)
    {
        Argument<string> tape = Tape;
        Command rearchive = new("rearchive", "Close a bad volume and let the next archive run write all its storage units again; those off line are read back first, from it or their second copy. Exit code 1 when some are lost.") { tape, context.SiteOption };
        rearchive.SetAction(async (parsed, cancel) =>
        {
            using JsonDocument result = await DoAsync(context, parsed, ArchiveTasks.Rearchive, parsed.GetRequiredValue(tape), cancel);
            long[] lost = [.. result.RootElement.GetProperty("lost").EnumerateArray().Select(static unit => unit.GetInt64())];
            foreach (long unit in lost)
                await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"storage unit {unit} cannot be had"));
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.RootElement.GetProperty("marked").GetInt64()} storage units wait for the next archive run, {lost.Length} are lost"));
            return lost.Length == 0 ? ExitCode.Ok : ExitCode.Error;
        });
        return rearchive;
    }

    private static Command Inventory(AdministrationContext context)
    {
        Command inventory = new("inventory", "Look what is in the libraries and enter it.") { context.SiteOption };
        inventory.SetAction(async (parsed, cancel) =>
        {
            (await DoAsync(context, parsed, ArchiveTasks.Refresh, (string?)null, cancel)).Dispose();
            return ExitCode.Ok;
        });
        return inventory;
    }

    private static Command Simple(AdministrationContext context, string name, string help, string kind, Func<string, JsonDocument, string> tell)
    {
        Argument<string> tape = Tape;
        Command command = new(name, help) { tape, context.SiteOption };
        command.SetAction(async (parsed, cancel) =>
        {
            using JsonDocument result = await DoAsync(context, parsed, kind, parsed.GetRequiredValue(tape), cancel);
            await context.Out.WriteLineAsync(tell(parsed.GetRequiredValue(tape), result));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Lets a steward of the site do a task about a volume.</summary>
    public static Task<JsonDocument> DoAsync(AdministrationContext context, ParseResult parsed, string kind, string? tape, CancellationToken cancel) =>
        DoAsync(context, parsed, kind, json =>
        {
            if (tape is not null)
                json.WriteString("tape", tape);
        }, cancel);

    /// <summary>Lets a steward of the site do a task.</summary>
    /// <exception cref="DrmsException">It could not be done, or the site has no archive.</exception>
    public static async Task<JsonDocument> DoAsync(AdministrationContext context, ParseResult parsed, string kind, Action<Utf8JsonWriter> arguments, CancellationToken cancel)
    {
        if (!NetDrms.Sums.Archive.ArchiveOptions.Read(context.Home(parsed).Settings.Section("archive")).IsConfigured)
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, "the site has no archive") { Hint = "Set tier in section [archive] of site.toml, then restart the site." });
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            arguments(json);
            json.WriteEndObject();
        }
        await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
        return JsonDocument.Parse(await new TaskClient(connection).DoAsync(kind, System.Text.Encoding.UTF8.GetString(text.ToArray()), context, cancel));
    }

    private static string Text(JsonDocument result, string name) => result.RootElement.GetProperty(name).GetString() ?? "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
