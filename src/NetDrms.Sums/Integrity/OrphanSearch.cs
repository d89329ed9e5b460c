using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Integrity;

/// <summary>Finds directories <c>D&lt;number&gt;</c> in partitions that no row, no journal and no retrieval knows, and removes them on demand. Spec 04 §5.7, better 5.</summary>
/// <remarks>
/// Directories are listed before the database is asked: the journal has an entry before a directory is made, so what nobody knows then is nobody's.
/// One exception: an original daemon on the same database keeps its allocations to itself until its client closes; therefore nothing young is removed.
/// </remarks>
public sealed class OrphanSearch(StorageVerification verification, DatabaseTarget sums)
{
    private const int DirectoriesATime = 1000;
    private const int NoInstance = 0;   // no run of a daemon has this number: what a remover that died has begun, the next daemon ends

    /// <summary>Finds them; partitions that do not answer are told to <paramref name="unreachable"/>.</summary>
    public async IAsyncEnumerable<OrphanDirectory> FindAsync(Action<string> unreachable, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(unreachable);
        FreeSpace space = new(TimeProvider.System);
        foreach (string partition in await verification.ReadAsync(
            $"select distinct case rtrim(partn_name, '/') when '' then '/' else rtrim(partn_name, '/') end from public.sum_partn_avail order by 1", static row => row.GetString(0), cancel))
        {
            FreeBytes room = await space.OfAsync(partition, cancel);
            if (room.State is PartitionState.Vanished or PartitionState.Slow or PartitionState.Failing)
            {
                unreachable($"{partition} {room.Why}");
                continue;
            }
            foreach ((long Sunum, string Path)[] batch in Units(partition).Chunk(DirectoriesATime))
            {
                foreach ((long sunum, string path, string? storedAt) in await UnknownAsync(batch, cancel))
                {
                    if (Directory.Exists(path))   // else it went while we asked
                        yield return new(new(sunum), path, Size(path), Directory.GetLastWriteTimeUtc(path), storedAt);
                }
            }
        }
    }

    // Neither links nor files: a link with such a name leads anywhere.
    private static IEnumerable<(long Sunum, string Path)> Units(string partition)
    {
        string prefix = partition == "/" ? "" : partition;
        foreach (string name in Directory.EnumerateFileSystemEntries(partition, "D*").Select(static path => Path.GetFileName(path)))
        {
            if (name.Length > 1 && name[1] != '0' && Sunum.TryParse(name[1..], out Sunum sunum)
                && Posix.TryStatus(Posix.CurrentFolder, Posix.Name($"{prefix}/{name}"), follow: false, out FileStatus status) && status.IsFolder)
                yield return (sunum.Value, $"{prefix}/{name}");
        }
    }

    private static long? Size(string path)
    {
        try
        {
            return UnitSize.Of(path).Bytes;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Nearly all are known by number and place, which an index tells; the rest is looked for in every other way.
    private async Task<List<(long, string, string?)>> UnknownAsync((long Sunum, string Path)[] batch, CancellationToken cancel)
    {
        long[] sunums = [.. batch.Select(static one => one.Sunum)];
        string[] paths = [.. batch.Select(static one => one.Path)];
        List<(long Sunum, string Path)> rest = await verification.ReadAsync(
            $"""
            select w.sunum, w.path from unnest({sunums}, {paths}) as w(sunum, path)
            where not exists (select from public.sum_main m where m.ds_index = w.sunum and rtrim(m.online_loc, '/') = w.path)
              and not exists (select from netdrms.sums_unit u where u.sunum = w.sunum)
            """,
            static row => (row.GetInt64(0), row.GetString(1)),
            cancel);
        if (rest.Count == 0)
            return [];
        sunums = [.. rest.Select(static one => one.Sunum)];
        paths = [.. rest.Select(static one => one.Path)];
        return await verification.ReadAsync(
            $"""
            select w.sunum, w.path, m.online_loc from unnest({sunums}, {paths}) as w(sunum, path)
            left join public.sum_main m on m.ds_index = w.sunum
            where {Unknown}
            """,
            static row => (row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
            cancel);
    }

    // Of w(sunum, path) and the unit's own row m. A unit that is off line may be on its way back; one that a tape brought back lies in the directory of another number.
    private static SqlText Unknown => $"""
        (m.ds_index is null or m.online_status = 'Y' and rtrim(m.online_loc, '/') <> w.path)
          and not exists (select from netdrms.sums_unit u where u.sunum = w.sunum or u.path = w.path)
          and not exists (select from netdrms.sums_expiry e where (e.sunum = w.sunum or e.path = w.path) and e.step <> 'gone')
          and not exists (select from netdrms.sums_retrieval r where r.sunum = w.sunum or r.path = w.path or r.path like w.path || '.%')
          and not exists (select from public.sum_partn_alloc p where p.wd = w.path)
          and not exists (select from public.sum_main o where o.online_loc = w.path or regexp_replace(rtrim(o.online_loc, '/'), '/[^/]*$', '') = w.path)
        """;

    /// <summary>Removes one: claims its number in the journal, so that nobody can allocate it meanwhile and a daemon ends what we begin, then removes the tree, never following a link.</summary>
    /// <returns>Null when it is gone; else why it stays.</returns>
    /// <exception cref="DrmsException">The database cannot be used.</exception>
    public async Task<string?> RemoveAsync(OrphanDirectory orphan, TimeSpan minimumAge, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        if (orphan.StoredAt is not null)
            return $"storage unit {orphan.Sunum} is stored at {orphan.StoredAt}: compare the two, then remove it by hand";
        if (TimeProvider.System.GetUtcNow() - orphan.Changed < minimumAge)
            return "it changed a short time ago";
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(sums, cancel);
        SqlText take = $"select pg_advisory_lock({DaemonInstance.LockClass}, {NoInstance}) is null";
        SqlText claim = $"""
            insert into netdrms.sums_unit (sunum, path, step, instance, session, given, asked_bytes, tape_group, storage_set, client)
            select w.sunum, w.path, 'removing', {NoInstance}, 0, false, 0, 0, 0, {"drms sums verify, " + Environment.UserName}
            from (select {orphan.Sunum.Value}::bigint as sunum, {orphan.Path}::text as path) w left join public.sum_main m on m.ds_index = w.sunum
            where {Unknown}
            on conflict do nothing
            """;
        await RunAsync(connection, take, cancel);
        if (await RunAsync(connection, claim, cancel) != 1)
            return "SUMS knows it meanwhile";
        try
        {
            UnitTree.Remove(orphan.Path);
        }
        catch (IOException failure)
        {
            await ForgetAsync(connection, orphan);   // it was there before us: no daemon need try
            return failure.Message;
        }
        await ForgetAsync(connection, orphan);
        return null;
    }

    private static Task<int> ForgetAsync(NpgsqlConnection connection, OrphanDirectory orphan) => RunAsync(
        connection,
        $"delete from netdrms.sums_unit where sunum = {orphan.Sunum.Value} and instance = {NoInstance} and step = 'removing'",
        CancellationToken.None);

    private static async Task<int> RunAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
