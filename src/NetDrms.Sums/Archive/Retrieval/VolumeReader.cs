using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Faults;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Archive.Tar;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Partitions;

namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>Reads what is wanted from one volume, file by file, and puts it back on partitions. Spec 04 §5.6.</summary>
/// <param name="archive">The site's archive.</param>
/// <param name="held">The lock of the volume: nobody else works on its entries.</param>
/// <param name="tapeId">The volume.</param>
internal sealed class VolumeReader(SiteArchive archive, AdvisoryLock held, string tapeId) : IAsyncDisposable
{
    private IVolume? _volume;   // stays open from file to file: loading a tape takes minutes

    private ILogger Log => archive.Log;

    private RetrievalRows Rows => archive.RetrievalRows;

    /// <summary>Settles what a daemon left that died: what it had read whole is put in place, the rest is read again.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        List<(long Sunum, string Path, bool IsRestore, bool IsPlacing)> left = await Rows.LeftAsync(tapeId, cancel);
        if (left.Count == 0)
            return;
        foreach ((long sunum, string path, bool isRestore, bool isPlacing) in left)
        {
            try
            {
                if (isPlacing && UnitPlace.Take(path, isRestore))
                {
                    await RetrievalRows.EnterAsync(held, [sunum]);
                    continue;
                }
                if (path.Length > 0)
                    UnitPlace.Discard(path);
                await RetrievalRows.AgainAsync(held, [sunum]);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await RetrievalRows.FailAsync(held, [sunum], failure.Message);
            }
        }
        Log.RetrievalSettled(tapeId, left.Count);
    }

    /// <summary>Reads everything that is wanted, also what is asked for meanwhile.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        while (await Rows.FilesAsync(tapeId, cancel) is { Count: > 0 } files)
        {
            foreach (int file in files)
                await ReadAsync(file, cancel);
        }
    }

    private async Task ReadAsync(int file, CancellationToken cancel)
    {
        if (archive.Main.Library.IsSequential)
            await Rows.WantBystandersAsync(tapeId, file, cancel);
        List<WantedUnit> wanted = await Rows.WantedAsync(tapeId, file, cancel);
        long[] needless = [.. wanted.Where(static unit => unit.IsOnline != unit.IsRestore).Select(static unit => unit.Sunum)];
        if (needless.Length > 0)
            await RetrievalRows.ForgetAsync(held, needless);
        Dictionary<WantedUnit, string> places = await PlacesAsync([.. wanted.Where(static unit => unit.IsOnline == unit.IsRestore)], cancel);
        if (places.Count == 0)
            return;
        await RetrievalRows.ClaimAsync(held, Numbers(places.Keys), [.. places.Values]);
        Failpoint.Hit("sums.retrieve.claimed");
        try
        {
            await ReadAsync(file, places, cancel);
        }
        catch (OperationCanceledException)
        {
            foreach (string path in places.Values)
                UnitPlace.Discard(path);
            await RetrievalRows.AgainAsync(held, Numbers(places.Keys));
            throw;
        }
    }

    private async Task<Dictionary<WantedUnit, string>> PlacesAsync(List<WantedUnit> wanted, CancellationToken cancel)
    {
        List<Candidate> partitions = [];
        foreach ((string folder, int set) in await Rows.PartitionsAsync(cancel))
            partitions.Add(new(folder, set, await archive.FreeSpace.OfAsync(folder, cancel)));
        Dictionary<WantedUnit, string> places = [];
        foreach (WantedUnit unit in wanted)
        {
            (string? path, string? why) = UnitPlace.Choose(unit, partitions, archive.Options.KeepFreeBytes);
            if (path is not null)
                places[unit] = path;
            else
                await RetrievalRows.FailAsync(held, [unit.Sunum], why!);
        }
        return places;
    }

    private async Task ReadAsync(int file, Dictionary<WantedUnit, string> places, CancellationToken cancel)
    {
        (HashSet<string>? found, string? why) = await TryCopyAsync(archive.Main, tapeId, file, places, cancel);
        if (found is not null)
        {
            await PlaceAsync(tapeId, file, found, places);
            return;
        }
        foreach (IGrouping<(string? Tape, int File), WantedUnit> copy in places.Keys.GroupBy(static unit => (unit.SafeTape, unit.SafeFile)))
        {
            Dictionary<WantedUnit, string> part = copy.ToDictionary(static unit => unit, unit => places[unit]);
            string? whyNot = null;
            if (archive.Safe is VolumeCatalog safe && copy.Key.Tape is string safeTape)
                (found, whyNot) = await TryCopyAsync(safe, safeTape, copy.Key.File, part, cancel);
            if (found is not null)
                await PlaceAsync(copy.Key.Tape!, copy.Key.File, found, part);
            else
                await RetrievalRows.FailAsync(held, Numbers(copy), whyNot is null ? why! : $"{why}; {whyNot}");
            found = null;
        }
    }

    private async Task PlaceAsync(string volumeId, int file, HashSet<string> found, Dictionary<WantedUnit, string> places)
    {
        WantedUnit[] units = [.. places.Keys.Where(unit => found.Contains(unit.Name))];
        foreach (WantedUnit unit in places.Keys.Except(units))
        {
            Log.UnitNotOnVolume(unit.Sunum, file, volumeId);
            await RetrievalRows.FailAsync(held, [unit.Sunum], string.Create(CultureInfo.InvariantCulture, $"file {file} of volume {volumeId} does not hold it"));
        }
        Failpoint.Hit("sums.retrieve.read");
        await RetrievalRows.PlacingAsync(held, Numbers(units));
        Failpoint.Hit("sums.retrieve.placing");
        List<WantedUnit> placed = [];
        foreach (WantedUnit unit in units)
        {
            try
            {
                if (UnitPlace.Take(places[unit], unit.IsRestore))
                    placed.Add(unit);
            }
            catch (TargetException failure)
            {
                UnitPlace.Discard(places[unit]);
                await RetrievalRows.FailAsync(held, [unit.Sunum], failure.Message);
            }
        }
        Failpoint.Hit("sums.retrieve.placed");
        await RetrievalRows.EnterAsync(held, Numbers(placed));
        Log.UnitsRetrieved(placed.Count, volumeId, file);
    }

    // Null: this copy cannot be used, and why; nothing of it is left then.
    private async Task<(HashSet<string>? Found, string? Why)> TryCopyAsync(
        VolumeCatalog catalog, string volumeId, int file, Dictionary<WantedUnit, string> places, CancellationToken cancel)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"file {file} of volume {volumeId}");
        try
        {
            if (await catalog.ChecksumAsync(volumeId, file, cancel) is not string expected)
                return (null, $"{where} is not in the catalog");
            if (await Rows.StateAsync(volumeId, cancel) is not "near-line" and string state)
                return (null, $"volume {volumeId} is {state}");
            HashSet<string> found = await ExtractAsync(catalog, volumeId, file, expected, places, cancel);
            foreach ((WantedUnit unit, string path) in places.Where(place => found.Contains(place.Key.Name)))
                UnitPlace.Seal(path, archive.Owner);
            return (found, null);
        }
        catch (TargetException failure)
        {
            Discard(places);
            Log.RetrievalFailed(file, volumeId, failure);
            return (null, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Discard(places);
            Log.RetrievalFailed(file, volumeId, failure);
            await catalog.DamagedAsync(volumeId, $"{where}: {failure.Message}", cancel);
            return (null, $"{where} cannot be read: {failure.Message}");
        }
    }

    private async Task<HashSet<string>> ExtractAsync(
        VolumeCatalog catalog, string volumeId, int file, string expected, Dictionary<WantedUnit, string> places, CancellationToken cancel)
    {
        bool isOther = volumeId != tapeId;
        await using AdvisoryLock? otherLock = isOther ? await AdvisoryLock.TakeAsync(archive.Database.Target, AdvisoryLock.Volume, volumeId, cancel) : null;
        IVolume volume = isOther ? await catalog.Library.OpenAsync(volumeId, cancel) : _volume ??= await catalog.Library.OpenAsync(tapeId, cancel);
        try
        {
            UnitExtractor extractor = new(places.ToDictionary(static place => place.Key.Name, static place => place.Value + WantedUnit.PartSuffix, StringComparer.Ordinal), archive.Owner);
            await using Stream stream = await volume.ReadAsync(file, cancel);
            await using Md5Stream sum = new(stream);
            await extractor.ExtractAsync(sum, cancel);
            return sum.Md5 == expected ? [.. extractor.Found] : throw new InvalidDataException($"its MD5 is {sum.Md5} instead of {expected}");
        }
        finally
        {
            if (isOther)
                await volume.DisposeAsync();
        }
    }

    private static void Discard(Dictionary<WantedUnit, string> places)
    {
        foreach (string path in places.Values)
            UnitPlace.Discard(path);
    }

    private static long[] Numbers(IEnumerable<WantedUnit> units) => [.. units.Select(static unit => unit.Sunum)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_volume is not null)
            await _volume.DisposeAsync();
    }
}
