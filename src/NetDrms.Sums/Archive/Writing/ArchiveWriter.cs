using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Faults;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Archive.Tar;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>Writes the archive-pending units of a tape group to volumes. Spec 04 §5.2–5.5.</summary>
internal sealed class ArchiveWriter(SumsDatabase database, VolumeCatalog catalog, ArchiveOptions options, TimeProvider time, ILogger log)
{
    private const int MaxVolumesAFile = 3;   // volumes in a row that fail: then it is not the volumes
    private readonly ArchiveRows _rows = new(database);

    /// <summary>What a run did.</summary>
    /// <param name="Units">Units that are archived now.</param>
    /// <param name="Files">Files written.</param>
    /// <param name="Left">Units that could not be.</param>
    internal sealed record Outcome(long Units, int Files, long Left);

    /// <summary>Does the run of a group, waiting for another that does it.</summary>
    /// <exception cref="DrmsException">No volume can take a file; what was written before is archived.</exception>
    /// <exception cref="SumsFailure">The database is lost; the run is gone on with.</exception>
    public async Task<Outcome> RunAsync(int group, IProgress<string> progress, CancellationToken cancel)
    {
        await using AdvisoryLock run = await AdvisoryLock.TakeAsync(database.Target, AdvisoryLock.Run, group.ToString(CultureInfo.InvariantCulture), cancel);
        await _rows.BeginAsync(group, cancel);
        await catalog.RefreshAsync(cancel);
        ArchiveManifest manifest = new(options.ManifestFolder, group);
        await manifest.WriteAsync(_rows.CandidatesAsync(group, cancel), options.FileBytes, options.FileUnits, cancel);
        log.RunBegun(group, manifest.Files, manifest.Units);
        Failpoint.Hit("sums.archive.planned");
        long units = 0;
        int files = 0;
        OpenVolume? open = null;
        try
        {
            await foreach (IReadOnlyList<ArchiveUnit> file in manifest.ReadAsync(cancel))
            {
                (int written, open) = await WriteAsync(group, file, open, cancel);
                units += written;
                files += written > 0 ? 1 : 0;
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"tape group {group}: {units} of {manifest.Units} storage units archived"));
            }
        }
        finally
        {
            if (open is not null)
                await open.DisposeAsync();
        }
        manifest.Finish(time.GetLocalNow());
        await _rows.EndAsync(group, CancellationToken.None);
        log.RunEnded(group, units, files, manifest.Units - units);
        return new(units, files, manifest.Units - units);
    }

    // Units that cannot be read are left out, volumes that fail are closed, until the file is written somewhere.
    private async Task<(int Units, OpenVolume? Open)> WriteAsync(int group, IReadOnlyList<ArchiveUnit> planned, OpenVolume? open, CancellationToken cancel)
    {
        List<ArchiveUnit> units = await _rows.StillPendingAsync(planned, cancel);
        Exception? last = null;
        for (int failed = 0; failed < MaxVolumesAFile && units.Count > 0;)
        {
            VolumeRow row = await catalog.ChooseAsync(group, units.Sum(static unit => unit.Bytes), cancel);
            int present = 0;
            try
            {
                open = await OpenAsync(row.TapeId, open, cancel);
                row = await catalog.RowAsync(row.TapeId, cancel) ?? row;   // as it is under the lock
                if (row.Closed == VolumeRow.Full)
                    continue;
                await open.PrepareAsync(row, time.GetLocalNow(), cancel);
                await WriteAsync(open, row, units, i => present = i, cancel);
                return (units.Count, catalog.Library.IsSequential ? open : await ReleaseAsync(open));
            }
            catch (UnitUnreadableException failure)
            {
                log.UnitUnreadable(units[present].Sunum, failure);
                units.RemoveAt(present);
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                await catalog.DamagedAsync(row.TapeId, failure.Message, cancel);
                open = open is null ? null : await ReleaseAsync(open);
                last = failure;
                failed++;
            }
            catch
            {
                if (open is not null)
                    await open.DisposeAsync();
                throw;
            }
        }
        if (units.Count > 0)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Sums, string.Create(CultureInfo.InvariantCulture, $"could not archive tape group {group}: {MaxVolumesAFile} volumes failed one after another"))
            {
                Detail = $"The last failure: {last?.Message}.",
                Hint = "drms sums tape list shows them.",
            });
        }
        return (0, open);
    }

    private async Task WriteAsync(OpenVolume open, VolumeRow row, List<ArchiveUnit> units, Action<int> present, CancellationToken cancel)
    {
        (string md5, long bytes) = await open.WriteAsync(row.NextFile, units, present, cancel);
        Failpoint.Hit("sums.archive.appended");
        if (options.VerifyAfterWrite)
        {
            string read = await open.SumAsync(row.NextFile, cancel);
            if (read != md5)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"file {row.NextFile} reads otherwise than it was written: MD5 {read} instead of {md5}"));
            Failpoint.Hit("sums.archive.verified");
        }
        await ArchiveRows.EnterAsync(open.Held, row, units, md5);
        Failpoint.Hit("sums.archive.committed");
        log.FileWritten(row.TapeId, row.NextFile, units.Count, bytes);
    }

    private async Task<OpenVolume> OpenAsync(string tapeId, OpenVolume? open, CancellationToken cancel)
    {
        if (open?.TapeId == tapeId)
            return open;
        if (open is not null)
            await open.DisposeAsync();
        AdvisoryLock held = await AdvisoryLock.TakeAsync(database.Target, AdvisoryLock.Volume, tapeId, cancel);
        try
        {
            return new OpenVolume(catalog, held, await catalog.Library.OpenAsync(tapeId, cancel), log);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static async Task<OpenVolume?> ReleaseAsync(OpenVolume open)
    {
        await open.DisposeAsync();
        return null;
    }
}
