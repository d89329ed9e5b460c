using System.Globalization;
using System.Runtime.CompilerServices;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using Npgsql;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>The original's rows about archived units. Spec 04 §5.2, §5.5.</summary>
internal sealed class ArchiveRows(SumsDatabase database)
{
    private const int Permanent = 16;
    private const long BlockBytes = 512;

    /// <summary>The tape groups that wait for an archive run: those of a policy whose cadence is over, and those whose run was interrupted.</summary>
    /// <param name="nominal">When the run begins: the original's start columns get it.</param>
    public Task<List<int>> DueAsync(DateTimeOffset nominal, CancellationToken cancel)
    {
        long seconds = nominal.ToUnixTimeSeconds();
        return database.ReadAsync(
            $"""
            with due as (
                update public.sum_arch_group set sec1970_start = {seconds}, date_arch_start = to_timestamp({seconds}::double precision)::timestamp(0)
                where cadence_days > 0 and {seconds} - sec1970_start >= cadence_days * 86400::bigint
                returning group_id),
            begun as (insert into netdrms.sums_archive_run (tape_group) select group_id from due on conflict do nothing)
            select group_id from due union select tape_group from netdrms.sums_archive_run order by 1
            """,
            static row => row.GetInt32(0),
            cancel);
    }

    /// <summary>The tape groups whose run was interrupted.</summary>
    public Task<List<int>> InterruptedAsync(CancellationToken cancel) =>
        database.ReadAsync($"select tape_group from netdrms.sums_archive_run order by 1", static row => row.GetInt32(0), cancel);

    /// <summary>Notes that the run of a group has begun.</summary>
    public Task BeginAsync(int group, CancellationToken cancel) =>
        database.ExecuteAsync($"insert into netdrms.sums_archive_run (tape_group) values ({group}) on conflict do nothing", cancel);

    /// <summary>Notes that the run of a group has ended.</summary>
    public Task EndAsync(int group, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with gone as (
            delete from netdrms.sums_tape_group g
            where not exists (select from public.sum_partn_alloc p where p.ds_index = g.sunum and p.status = {PutTerms.ArchivePending}))
        delete from netdrms.sums_archive_run where tape_group = {group}
        """,
        cancel);

    /// <summary>The tape groups that have archive-pending units.</summary>
    public Task<List<int>> PendingGroupsAsync(CancellationToken cancel) => database.ReadAsync(
        $"""
        select distinct coalesce(g.tape_group, p.group_id, 0)
        from public.sum_partn_alloc p left join netdrms.sums_tape_group g on g.sunum = p.ds_index
        where p.status = {PutTerms.ArchivePending} and p.archive_substatus in ({PutTerms.ArchivePermanent}, {PutTerms.ArchiveThenDelete})
        order by 1
        """,
        static row => row.GetInt32(0),
        cancel);

    /// <summary>The archive-pending units of a group, by series.</summary>
    public async IAsyncEnumerable<ArchiveUnit> CandidatesAsync(int group, [EnumeratorCancellation] CancellationToken cancel)
    {
        SqlText sql = $"""
            select coalesce(m.owning_series, '?'), m.ds_index, m.online_loc, coalesce(p.bytes, m.bytes, 0), p.sumid, coalesce(p.effective_date, '0')
            from public.sum_partn_alloc p
            join public.sum_main m on m.ds_index = p.ds_index
            left join netdrms.sums_tape_group g on g.sunum = p.ds_index
            where p.status = {PutTerms.ArchivePending} and p.archive_substatus in ({PutTerms.ArchivePermanent}, {PutTerms.ArchiveThenDelete})
              and m.online_status = 'Y' and coalesce(g.tape_group, p.group_id, 0) = {group}
            order by 1, 2
            """;
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, cancel);
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 0;
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            yield return new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5));
    }

    /// <summary>Those of units that still wait to be archived where the manifest says.</summary>
    public async Task<List<ArchiveUnit>> StillPendingAsync(IReadOnlyList<ArchiveUnit> units, CancellationToken cancel)
    {
        long[] sunums = [.. units.Select(static unit => unit.Sunum)];
        Dictionary<long, string> paths = [];
        foreach ((long sunum, string path) in await database.ReadAsync(
            $"""
            select m.ds_index, m.online_loc from public.sum_main m join public.sum_partn_alloc p on p.ds_index = m.ds_index
            where m.ds_index = any({sunums}) and p.status = {PutTerms.ArchivePending} and m.online_status = 'Y'
            """,
            static row => (row.GetInt64(0), row.GetString(1)),
            cancel))
            paths[sunum] = path;
        return [.. units.Where(unit => paths.ContainsKey(unit.Sunum)).Select(unit => unit with { Path = paths[unit.Sunum] })];
    }

    /// <summary>Enters a file that is written: both copies of a truth or none. Spec 04 §5.5.</summary>
    /// <param name="held">The lock of its volume.</param>
    public static Task EnterAsync(AdvisoryLock held, VolumeRow volume, IReadOnlyList<ArchiveUnit> units, string md5)
    {
        long[] sunums = [.. units.Select(static unit => unit.Sunum)];
        return held.CommitAsync(async (connection, transaction) =>
        {
            await EnterFileAsync(connection, transaction, volume, units.Sum(static unit => unit.Bytes), md5);
            SqlText rows = $"""
                with main as (
                    update public.sum_main set archive_status = 'Y', arch_tape = {volume.TapeId}, arch_tape_fn = {volume.NextFile}, arch_tape_date = localtimestamp
                    where ds_index = any({sunums})),
                done as (delete from netdrms.sums_tape_group where sunum = any({sunums}))
                update public.sum_partn_alloc
                set status = case archive_substatus when {PutTerms.ArchivePermanent} then {Permanent} else {PutTerms.DeletePending} end
                where ds_index = any({sunums}) and status = {PutTerms.ArchivePending}
                """;
            await using NpgsqlCommand command = rows.On(connection, transaction);
            await command.ExecuteNonQueryAsync();
            Failpoint.Hit("sums.archive.entered");
        });
    }

    /// <summary>Enters the second copy of a file. Spec 04 §2, columns <c>safe_*</c>.</summary>
    /// <param name="held">The lock of the volume that has the copy.</param>
    public static Task EnterSafeAsync(AdvisoryLock held, VolumeRow safe, string tapeId, int file, long bytes, string md5) => held.CommitAsync(async (connection, transaction) =>
    {
        await EnterFileAsync(connection, transaction, safe, bytes, md5);
        SqlText rows = $"""
            update public.sum_main set safe_tape = {safe.TapeId}, safe_tape_fn = {safe.NextFile}, safe_tape_date = localtimestamp
            where arch_tape = {tapeId} and arch_tape_fn = {file}
            """;
        await using NpgsqlCommand command = rows.On(connection, transaction);
        await command.ExecuteNonQueryAsync();
        Failpoint.Hit("sums.archive.copy-entered");
    });

    private static async Task EnterFileAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, VolumeRow volume, long bytes, string md5)
    {
        long blocks = bytes / BlockBytes;
        SqlText tape = $"""
            update public.sum_tape
            set nxtwrtfn = nxtwrtfn + 1, avail_blocks = avail_blocks - {blocks}, last_write = localtimestamp,
                closed = case when avail_blocks - {blocks} < {VolumeCatalog.LeastBlocks} then {VolumeRow.Full} else {VolumeRow.Active} end
            where tapeid = {volume.TapeId} and nxtwrtfn = {volume.NextFile} and closed <> {VolumeRow.Full}
            """;
        await using (NpgsqlCommand command = tape.On(connection, transaction))
        {
            if (await command.ExecuteNonQueryAsync() != 1)
                throw SumsFailure.Work(string.Create(CultureInfo.InvariantCulture, $"volume {volume.TapeId} was closed or written by another while file {volume.NextFile} was written"));
        }
        SqlText file = $"""
            insert into public.sum_file (tapeid, filenum, gtarblock, md5cksum) values ({volume.TapeId}, {volume.NextFile}, {Tar.TarHeader.RecordBlocks}, {md5})
            """;
        await using (NpgsqlCommand command = file.On(connection, transaction))
            await command.ExecuteNonQueryAsync();
    }
}
