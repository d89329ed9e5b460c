using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive.Catalog;

/// <summary>The volumes of one library as the database knows them: tables <c>sum_tape</c> and <c>netdrms.sum_volume</c>. Spec 04 §5.3, §5.7.</summary>
/// <param name="database">The SUMS database.</param>
/// <param name="library">The library itself.</param>
/// <param name="name"><c>main</c>, or <c>safe</c> for second copies.</param>
/// <param name="capacityBlocks">Blocks on a new volume.</param>
/// <param name="log">Where it tells what it found.</param>
internal sealed class VolumeCatalog(SumsDatabase database, IVolumeLibrary library, string name, long capacityBlocks, ILogger log)
{
    /// <summary>Room besides the units that a file needs. Spec 04 §5.3.</summary>
    public const long MarginBytes = 100_000_000;

    /// <summary>With fewer blocks left a volume is closed. Spec 04 §5.3.</summary>
    public const long LeastBlocks = 976_563;

    private const long BlockBytes = 512;

    /// <summary>The library.</summary>
    public IVolumeLibrary Library => library;

    /// <summary><c>main</c> or <c>safe</c>.</summary>
    public string Name => name;

    /// <summary>Compares the catalog with the library: enters what is new, notes what is out of reach.</summary>
    /// <exception cref="IOException">The library does not answer.</exception>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        IReadOnlyList<VolumePlace> places = await library.InventoryAsync(cancel);
        foreach (VolumePlace place in places)
            await EnterAsync(place, cancel);
        string[] near = [.. places.Select(static place => place.TapeId)];
        foreach (string missing in await database.ReadAsync(
            $"""
            update netdrms.sum_volume set state = 'missing', changed = now()
            where library = {name} and state = 'near-line' and not tapeid = any({near})
            returning tapeid
            """,
            static row => row.GetString(0),
            cancel))
            log.VolumeMissing(missing);
    }

    private async Task EnterAsync(VolumePlace place, CancellationToken cancel)
    {
        if (!VolumeName.IsValid(place.TapeId))
        {
            log.VolumeNameRefused(place.TapeId, place.Location);
            return;
        }
        int closed = place.TapeId.StartsWith(VolumeName.CleaningPrefix, StringComparison.Ordinal) ? VolumeRow.Cleaning : VolumeRow.New;
        int entered = await database.ExecuteAsync(
            $"""
            with volume as (
                insert into netdrms.sum_volume (tapeid, tier, library, location, state) values ({place.TapeId}, {library.Tier}, {name}, {place.Location}, 'near-line')
                on conflict (tapeid) do update set location = excluded.location, state = 'near-line', changed = now()
                where netdrms.sum_volume.state <> 'near-line' or netdrms.sum_volume.location <> excluded.location)
            insert into public.sum_tape (tapeid, nxtwrtfn, spare, group_id, avail_blocks, closed)
            values ({place.TapeId}, 1, -1, -1, {capacityBlocks}, {closed})
            on conflict (tapeid) do nothing
            """,
            cancel);
        if (entered > 0)
            log.VolumeEntered(place.TapeId, place.Location);
    }

    /// <summary>Chooses the volume for a file of a group: the first of the group with room, else the first that has no group, which then has; a tier that makes volumes makes one.</summary>
    /// <exception cref="DrmsException">There is none.</exception>
    public async Task<VolumeRow> ChooseAsync(int group, long bytes, CancellationToken cancel)
    {
        if (library.FreeBytes() is long free && free < bytes + MarginBytes)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Sums, string.Create(
                CultureInfo.InvariantCulture, $"could not archive {bytes} bytes of tape group {group}: the library has {free} bytes free and {MarginBytes} are left as margin")));
        }
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (await FindAsync(group, bytes, cancel) is VolumeRow found)
                return found;
            if (await library.TryMakeAsync(IsKnown(await TapeIdsAsync(cancel)), cancel) is null)
                break;
            await RefreshAsync(cancel);
        }
        throw new DrmsException(new DrmsError(ErrorCode.Sums, string.Create(CultureInfo.InvariantCulture, $"no tape in group {group} has room for {bytes} bytes, and none is unassigned"))
        {
            Hint = "Put new tapes into the library, or set archive.capacity_blocks.",
        });
    }

    private static Func<string, bool> IsKnown(HashSet<string> names) => names.Contains;

    private async Task<HashSet<string>> TapeIdsAsync(CancellationToken cancel) =>
        [.. await database.ReadAsync($"select tapeid from public.sum_tape", static row => row.GetString(0), cancel)];

    private async Task<VolumeRow?> FindAsync(int group, long bytes, CancellationToken cancel)
    {
        List<VolumeRow> rows = await database.ReadAsync(
            $"""
            update public.sum_tape set group_id = {group}
            where tapeid = (
                select t.tapeid from public.sum_tape t join netdrms.sum_volume v using (tapeid)
                where v.library = {name} and v.state = 'near-line' and v.damage is null and t.closed not in ({VolumeRow.Full}, {VolumeRow.Cleaning})
                  and t.group_id in ({group}, -1) and t.avail_blocks * {BlockBytes} >= {bytes} + {MarginBytes}
                order by t.group_id = -1, t.tapeid limit 1)
            returning tapeid, nxtwrtfn, group_id, avail_blocks, closed
            """,
            static row => new VolumeRow(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt32(4)),
            cancel);
        return rows.FirstOrDefault();
    }

    /// <summary>Gives the present row of a volume; null when it is none of this library.</summary>
    public async Task<VolumeRow?> RowAsync(string tapeId, CancellationToken cancel) => (await database.ReadAsync(
        $"""
        select t.tapeid, t.nxtwrtfn, t.group_id, t.avail_blocks, t.closed
        from public.sum_tape t join netdrms.sum_volume v using (tapeid) where v.library = {name} and t.tapeid = {tapeId}
        """,
        static row => new VolumeRow(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt32(4)),
        cancel)).FirstOrDefault();

    /// <summary>Notes that a volume has its label.</summary>
    public Task LabelledAsync(string tapeId, CancellationToken cancel) =>
        database.ExecuteAsync($"update public.sum_tape set closed = {VolumeRow.Active} where tapeid = {tapeId} and closed = {VolumeRow.New}", cancel);

    /// <summary>Closes a volume: nothing more is written to it.</summary>
    public Task<int> CloseAsync(string tapeId, CancellationToken cancel) =>
        database.ExecuteAsync($"update public.sum_tape set closed = {VolumeRow.Full} where tapeid = {tapeId} and closed <> {VolumeRow.Cleaning}", cancel);

    /// <summary>Notes that a volume failed, and closes it; it is read no more unless there is no other copy.</summary>
    public async Task DamagedAsync(string tapeId, string what, CancellationToken cancel)
    {
        log.VolumeDamaged(tapeId, what);
        await database.ExecuteAsync(
            $"""
            with closed as (update public.sum_tape set closed = {VolumeRow.Full} where tapeid = {tapeId})
            update netdrms.sum_volume set damage = {what}, changed = now() where tapeid = {tapeId}
            """,
            cancel);
    }

    /// <summary>Notes where a volume was moved to.</summary>
    public Task MovedAsync(string tapeId, string location, string state, CancellationToken cancel) =>
        database.ExecuteAsync($"update netdrms.sum_volume set location = {location}, state = {state}, changed = now() where tapeid = {tapeId}", cancel);

    /// <summary>The checksum of a file; null when the catalog has no such file.</summary>
    public async Task<string?> ChecksumAsync(string tapeId, int file, CancellationToken cancel) => (await database.ReadAsync(
        $"select md5cksum from public.sum_file where tapeid = {tapeId} and filenum = {file}", static row => row.GetString(0), cancel)).FirstOrDefault();
}
