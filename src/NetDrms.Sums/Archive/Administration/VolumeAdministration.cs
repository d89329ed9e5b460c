using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Journal;

namespace NetDrms.Sums.Archive.Administration;

/// <summary>What an administrator does with volumes; all of it locks the volume. Spec 04 §5.7.</summary>
internal sealed class VolumeAdministration(SiteArchive archive)
{
    private const int UnitsATime = 1000;
    private const double RearchiveDays = 3;   // how long what came back for it is kept at least

    /// <summary>Compares the catalog with the libraries.</summary>
    public async Task<string> RefreshAsync(CancellationToken cancel)
    {
        await DoAsync(async () =>
        {
            await archive.Main.RefreshAsync(cancel);
            if (archive.Safe is not null)
                await archive.Safe.RefreshAsync(cancel);
        });
        return "{}";
    }

    /// <summary>Reads everything on a volume and compares it with the catalog; the copies of one that is right count as acknowledged off site.</summary>
    public async Task<string> VerifyAsync(string tapeId, IProgress<string> progress, CancellationToken cancel)
    {
        (VolumeCatalog catalog, _) = await FindAsync(tapeId, cancel);
        List<(int File, string Md5)> files = await FilesAsync(tapeId, cancel);
        List<string> bad = [];
        await using AdvisoryLock held = await AdvisoryLock.TakeAsync(archive.Database.Target, AdvisoryLock.Volume, tapeId, cancel);
        await DoAsync(async () =>
        {
            await using IVolume volume = await catalog.Library.OpenAsync(tapeId, cancel);
            if (files.Count > 0 && await LabelProblemAsync(volume, cancel) is string problem)
                bad.Add(problem);
            for (int i = 0; i < files.Count; i++)
            {
                if (await ProblemAsync(volume, files[i].File, files[i].Md5, cancel) is string wrong)
                    bad.Add(wrong);
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"volume {tapeId}: {i + 1} of {files.Count} files read, {bad.Count} bad"));
            }
        });
        if (bad.Count > 0)
            await catalog.DamagedAsync(tapeId, string.Join("; ", bad.Take(5)), cancel);
        else
            await GoodAsync(tapeId, cancel);
        return ArchiveTasks.Json(json =>
        {
            json.WriteNumber("files", files.Count);
            json.WriteStartArray("bad");
            foreach (string wrong in bad)
                json.WriteStringValue(wrong);
            json.WriteEndArray();
        });
    }

    private static async Task<string?> LabelProblemAsync(IVolume volume, CancellationToken cancel)
    {
        try
        {
            VolumeLabel? label = await VolumeLabel.ReadAsync(volume, cancel);
            return label is null ? "file 0: no label" : label.TapeId != volume.TapeId ? $"file 0: the label says {label.TapeId}" : null;
        }
        catch (IOException failure)
        {
            return $"file 0: {failure.Message}";
        }
    }

    private static async Task<string?> ProblemAsync(IVolume volume, int file, string expected, CancellationToken cancel)
    {
        try
        {
            string md5 = await VolumeCheck.SumAsync(volume, file, cancel);
            return md5 == expected ? null : string.Create(CultureInfo.InvariantCulture, $"file {file}: its MD5 is {md5} instead of {expected}");
        }
        catch (IOException failure)
        {
            return string.Create(CultureInfo.InvariantCulture, $"file {file}: {failure.Message}");
        }
    }

    private Task<List<(int File, string Md5)>> FilesAsync(string tapeId, CancellationToken cancel) => archive.Database.ReadAsync(
        $"select filenum, md5cksum from public.sum_file where tapeid = {tapeId} order by 1", static row => (row.GetInt32(0), row.GetString(1)), cancel);

    private Task<int> GoodAsync(string tapeId, CancellationToken cancel) => archive.Database.ExecuteAsync(
        $"""
        with good as (update netdrms.sum_volume set damage = null, changed = now() where tapeid = {tapeId} and damage is not null)
        update public.sum_main set offsite_ack = 'Y' where safe_tape = {tapeId} and offsite_ack is distinct from 'Y'
        """,
        cancel);

    /// <summary>Closes a volume and writes the list of its checksums beside the manifests.</summary>
    public async Task<string> CloseAsync(string tapeId, CancellationToken cancel)
    {
        (VolumeCatalog catalog, VolumeRow row) = await FindAsync(tapeId, cancel);
        if (row.Closed == VolumeRow.Cleaning)
            throw new DrmsException(ErrorCode.Argument, $"{tapeId} is a cleaning tape");
        await using AdvisoryLock held = await AdvisoryLock.TakeAsync(archive.Database.Target, AdvisoryLock.Volume, tapeId, cancel);
        await catalog.CloseAsync(tapeId, cancel);
        string path = Path.Combine(archive.Options.ManifestFolder, tapeId + ".md5");
        List<(int File, string Md5)> files = await FilesAsync(tapeId, cancel);
        string lines = string.Concat(files.Select(static file => string.Create(CultureInfo.InvariantCulture, $"{file.File} {file.Md5}\n")));
        Directory.CreateDirectory(archive.Options.ManifestFolder);
        Units.DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes($"# {tapeId}\n{lines}"));
        return ArchiveTasks.Json(json => json.WriteString("checksums", path));
    }

    /// <summary>Takes a volume to the shelf.</summary>
    public async Task<string> ShelveAsync(string tapeId, CancellationToken cancel)
    {
        (VolumeCatalog catalog, _) = await FindAsync(tapeId, cancel);
        await using AdvisoryLock held = await AdvisoryLock.TakeAsync(archive.Database.Target, AdvisoryLock.Volume, tapeId, cancel);
        string location = "";
        await DoAsync(async () => location = await catalog.Library.ShelveAsync(tapeId, cancel));
        await catalog.MovedAsync(tapeId, location, "shelved", cancel);
        return ArchiveTasks.Json(json => json.WriteString("location", location));
    }

    /// <summary>Brings a volume back from the shelf.</summary>
    public async Task<string> ImportAsync(string tapeId, CancellationToken cancel)
    {
        VolumeCatalog catalog = (await TryFindAsync(tapeId, cancel))?.Catalog ?? archive.Main;   // one that was never seen may be imported, too
        await using AdvisoryLock held = await AdvisoryLock.TakeAsync(archive.Database.Target, AdvisoryLock.Volume, tapeId, cancel);
        await DoAsync(async () =>
        {
            await catalog.Library.ImportAsync(tapeId, cancel);
            await catalog.RefreshAsync(cancel);
        });
        return "{}";
    }

    /// <summary>Lets all units of a bad volume be archived again by the next run: those on disk at once, the others as soon as they could be read back from it or from their second copy.</summary>
    public async Task<string> RearchiveAsync(string tapeId, IProgress<string> progress, CancellationToken cancel)
    {
        (VolumeCatalog catalog, VolumeRow row) = await FindAsync(tapeId, cancel);
        await catalog.CloseAsync(tapeId, cancel);
        long[] units = [.. await archive.Database.ReadAsync($"select ds_index from public.sum_main where arch_tape = {tapeId} order by 1", static r => r.GetInt64(0), cancel)];
        long marked = 0;
        List<long> lost = [];
        foreach (long[] part in units.Chunk(UnitsATime))
        {
            long[] coming = await archive.Desk.WantAsync(part, RearchiveDays, cancel);
            await archive.Desk.WaitAsync(coming, TimeSpan.MaxValue, cancel);
            HashSet<long> done = await MarkAsync(part, row.Group, cancel);
            marked += done.Count;
            lost.AddRange(part.Where(unit => !done.Contains(unit)));
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"volume {tapeId}: {marked} of {units.Length} storage units marked, {lost.Count} not to be had"));
        }
        return ArchiveTasks.Json(json =>
        {
            json.WriteNumber("marked", marked);
            json.WriteStartArray("lost");
            foreach (long unit in lost)
                json.WriteNumberValue(unit);
            json.WriteEndArray();
        });
    }

    private async Task<HashSet<long>> MarkAsync(long[] units, int group, CancellationToken cancel) =>
        [.. await archive.Database.ReadAsync(ArchiveMarking.Mark(units, group), static row => row.GetInt64(0), cancel)];

    private async Task<(VolumeCatalog Catalog, VolumeRow Row)> FindAsync(string tapeId, CancellationToken cancel) =>
        await TryFindAsync(tapeId, cancel) ?? throw new DrmsException(new DrmsError(ErrorCode.Argument, $"volume \"{tapeId}\" is not known") { Hint = "drms sums tape list shows those that are." });

    private async Task<(VolumeCatalog Catalog, VolumeRow Row)?> TryFindAsync(string tapeId, CancellationToken cancel)
    {
        if (await archive.Main.RowAsync(tapeId, cancel) is VolumeRow row)
            return (archive.Main, row);
        return archive.Safe is VolumeCatalog safe && await safe.RowAsync(tapeId, cancel) is VolumeRow copy ? (safe, copy) : null;
    }

    private static async Task DoAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(ErrorCode.Sums, failure.Message, failure);
        }
    }
}
