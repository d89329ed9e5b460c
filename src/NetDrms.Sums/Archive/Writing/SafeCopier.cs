using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>Makes second copies of files of the archive in another library, byte for byte. Spec 04 §5.5.</summary>
internal sealed class SafeCopier(SumsDatabase database, VolumeCatalog main, VolumeCatalog safe, TimeProvider time, ILogger log)
{
    /// <summary>A file that has no second copy.</summary>
    private sealed record Single(string TapeId, int File, int Group, long Bytes, string Md5);

    /// <summary>Copies what has no copy yet.</summary>
    /// <param name="tapeId">Of this volume only; null of all.</param>
    /// <returns>How many files.</returns>
    public async Task<int> CopyAsync(string? tapeId, IProgress<string> progress, CancellationToken cancel)
    {
        await safe.RefreshAsync(cancel);
        int copied = 0;
        foreach (Single file in await SinglesAsync(tapeId, cancel))
        {
            if (await CopyAsync(file, cancel))
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{++copied} files copied"));
        }
        return copied;
    }

    private Task<List<Single>> SinglesAsync(string? tapeId, CancellationToken cancel) => database.ReadAsync(
        $"""
        select f.tapeid, f.filenum, t.group_id, sum(m.bytes)::bigint, f.md5cksum
        from public.sum_main m
        join public.sum_file f on f.tapeid = m.arch_tape and f.filenum = m.arch_tape_fn
        join public.sum_tape t on t.tapeid = f.tapeid
        join netdrms.sum_volume v on v.tapeid = f.tapeid
        where v.library = {main.Name} and v.state = 'near-line' and m.archive_status = 'Y' and m.safe_tape is null
          and f.tapeid = coalesce({tapeId}, f.tapeid)
        group by f.tapeid, f.filenum, t.group_id, f.md5cksum
        order by 1, 2
        """,
        static row => new Single(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? 0 : row.GetInt64(3), row.GetString(4)),
        cancel);

    private async Task<bool> CopyAsync(Single file, CancellationToken cancel)
    {
        VolumeRow row = await safe.ChooseAsync(file.Group, file.Bytes, cancel);
        await using AdvisoryLock source = await AdvisoryLock.TakeAsync(database.Target, AdvisoryLock.Volume, file.TapeId, cancel);
        await using AdvisoryLock held = await AdvisoryLock.TakeAsync(database.Target, AdvisoryLock.Volume, row.TapeId, cancel);
        row = await safe.RowAsync(row.TapeId, cancel) ?? row;
        if (row.Closed == VolumeRow.Full)
            return false;   // filled meanwhile: the next run takes another
        string damaged = row.TapeId;
        VolumeCatalog at = safe;
        try
        {
            await using OpenVolume target = new(safe, held, await safe.Library.OpenAsync(row.TapeId, cancel), log);
            await target.PrepareAsync(row, time.GetLocalNow(), cancel);
            (damaged, at) = (file.TapeId, main);
            await using IVolume volume = await main.Library.OpenAsync(file.TapeId, cancel);
            await using Stream stream = await volume.ReadAsync(file.File, cancel);
            string md5 = await target.CopyAsync(row.NextFile, stream, cancel);
            if (md5 != file.Md5)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"file {file.File}: its MD5 is {md5} instead of {file.Md5}"));
            (damaged, at) = (row.TapeId, safe);
            if (await target.SumAsync(row.NextFile, cancel) != md5)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"file {row.NextFile} reads otherwise than it was written"));
            await ArchiveRows.EnterSafeAsync(held, row, file.TapeId, file.File, file.Bytes, md5);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (at == main && await IsGoodAsync(file, cancel))
                (damaged, at) = (row.TapeId, safe);   // writing failed, not reading
            await at.DamagedAsync(damaged, failure.Message, cancel);
            return false;
        }
        log.FileCopied(file.TapeId, file.File, row.TapeId, row.NextFile);
        return true;
    }

    private async Task<bool> IsGoodAsync(Single file, CancellationToken cancel)
    {
        try
        {
            await using IVolume volume = await main.Library.OpenAsync(file.TapeId, cancel);
            return await VolumeCheck.SumAsync(volume, file.File, cancel) == file.Md5;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
