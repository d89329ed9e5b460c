using System.Text;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Administration;

/// <summary>What commands ask a steward to do with volumes: kinds of tasks, their arguments and results.</summary>
public static class ArchiveTasks
{
    /// <summary>Runs the archive: <c>{"group": n}</c>, or of all groups that have something pending. Gives <c>units</c>, <c>files</c>, <c>left</c>, <c>copies</c>.</summary>
    public const string Run = "archive.run";

    /// <summary>Compares the catalog with the libraries.</summary>
    public const string Refresh = "archive.refresh";

    /// <summary>Reads a volume and compares its checksums: <c>{"tape": id}</c>. Gives <c>files</c>, <c>bad</c>.</summary>
    public const string Verify = "archive.verify";

    /// <summary>Closes a volume: <c>{"tape": id}</c>.</summary>
    public const string Close = "archive.close";

    /// <summary>Takes a volume to the shelf: <c>{"tape": id}</c>. Gives <c>location</c>.</summary>
    public const string Shelve = "archive.shelve";

    /// <summary>Brings a volume back from the shelf: <c>{"tape": id}</c>.</summary>
    public const string Import = "archive.import";

    /// <summary>Lets everything of a bad volume be archived again: <c>{"tape": id}</c>. Gives <c>marked</c>, <c>lost</c>.</summary>
    public const string Rearchive = "archive.rearchive";

    /// <summary>Makes second copies: <c>{"tape": id}</c>, or of all. Gives <c>copies</c>.</summary>
    public const string Copy = "archive.copy";

    /// <summary>Replaces a damaged unit that is on line by what is archived: <c>{"sunum": n}</c>.</summary>
    public const string Restore = "archive.restore";

    internal static void AddTo(TaskRunner tasks, SiteArchive archive)
    {
        VolumeAdministration volumes = new(archive);
        tasks.Add(Run, (task, progress, cancel) => RunAsync(archive, Number(task, "group"), progress, cancel));
        tasks.Add(Refresh, async (_, _, cancel) => await volumes.RefreshAsync(cancel));
        tasks.Add(Verify, (task, progress, cancel) => volumes.VerifyAsync(Tape(task), progress, cancel));
        tasks.Add(Close, (task, _, cancel) => volumes.CloseAsync(Tape(task), cancel));
        tasks.Add(Shelve, (task, _, cancel) => volumes.ShelveAsync(Tape(task), cancel));
        tasks.Add(Import, (task, _, cancel) => volumes.ImportAsync(Tape(task), cancel));
        tasks.Add(Rearchive, (task, progress, cancel) => volumes.RearchiveAsync(Tape(task), progress, cancel));
        tasks.Add(Copy, (task, progress, cancel) => CopyAsync(archive, Text(task, "tape"), progress, cancel));
        tasks.Add(Restore, (task, _, cancel) => RestoreAsync(archive, new Sunum(Number(task, "sunum") ?? 0), cancel));
    }

    private static async Task<string> RunAsync(SiteArchive archive, long? group, IProgress<string> progress, CancellationToken cancel)
    {
        long units = 0, files = 0, left = 0;
        foreach (int each in group is long one ? [(int)one] : await new ArchiveRows(archive.Database).PendingGroupsAsync(cancel))
        {
            ArchiveWriter.Outcome outcome = await archive.Writer.RunAsync(each, progress, cancel);
            units += outcome.Units;
            files += outcome.Files;
            left += outcome.Left;
        }
        int copies = archive.Copier is SafeCopier copier ? await copier.CopyAsync(tapeId: null, progress, cancel) : 0;
        return Json(json =>
        {
            json.WriteNumber("units", units);
            json.WriteNumber("files", files);
            json.WriteNumber("left", left);
            json.WriteNumber("copies", copies);
        });
    }

    private static async Task<string> CopyAsync(SiteArchive archive, string? tapeId, IProgress<string> progress, CancellationToken cancel)
    {
        if (archive.Copier is not SafeCopier copier)
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, "the site has no library for second copies") { Hint = "Set archive.safe_folder in site.toml." });
        int copies = await copier.CopyAsync(tapeId, progress, cancel);
        return Json(json => json.WriteNumber("copies", copies));
    }

    private static async Task<string> RestoreAsync(SiteArchive archive, Sunum sunum, CancellationToken cancel)
    {
        if (await archive.Desk.RestoreAsync(sunum, cancel) is string why)
            throw new DrmsException(new DrmsError(ErrorCode.Sums, $"could not restore storage unit {sunum}: {why}"));
        return "{}";
    }

    private static string Tape(SumsTask task) => Text(task, "tape") ?? throw new DrmsException(ErrorCode.Argument, "no volume is named");

    private static string? Text(SumsTask task, string name)
    {
        using JsonDocument arguments = JsonDocument.Parse(task.Arguments);
        return arguments.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static long? Number(SumsTask task, string name)
    {
        using JsonDocument arguments = JsonDocument.Parse(task.Arguments);
        return arguments.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
    }

    internal static string Json(Action<Utf8JsonWriter> members)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
