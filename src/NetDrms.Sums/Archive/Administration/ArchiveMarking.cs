using NetDrms.Database.Sql;
using NetDrms.Sums.Journal;
using Npgsql;

namespace NetDrms.Sums.Archive.Administration;

/// <summary>Marks units as archive-pending: the next archive run of their tape group writes them. Spec 04 §5.7.</summary>
public static class ArchiveMarking
{
    private const int Permanent = 16;

    /// <summary>Marks units that are on line.</summary>
    /// <param name="connection">To the SUMS database, as the daemons' role.</param>
    /// <param name="sunums">The units.</param>
    /// <param name="group">Tape group; null leaves that of the unit.</param>
    /// <returns>Those that are pending now.</returns>
    public static async Task<IReadOnlyList<long>> MarkAsync(NpgsqlConnection connection, long[] sunums, int? group, CancellationToken cancel)
    {
        List<long> marked = [];
        await using NpgsqlCommand command = Mark(sunums, group).On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            marked.Add(row.GetInt64(0));
        return marked;
    }

    /// <summary>Numbers of the units of a series that are on line.</summary>
    public static async Task<long[]> UnitsOfAsync(NpgsqlConnection connection, string series, CancellationToken cancel)
    {
        SqlText sql = $"select ds_index from public.sum_main where lower(owning_series) = lower({series}) and online_status = 'Y' order by 1";
        List<long> units = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            units.Add(row.GetInt64(0));
        return [.. units];
    }

    // What is never deleted stays so; of a deleted series nothing is marked.
    internal static SqlText Mark(long[] sunums, int? group) => $"""
        with marked as (
            update public.sum_partn_alloc p
            set status = {PutTerms.ArchivePending},
                archive_substatus = case when p.status = {Permanent} or p.archive_substatus = {PutTerms.ArchivePermanent} then {PutTerms.ArchivePermanent} else {PutTerms.ArchiveThenDelete} end
            from public.sum_main m
            where p.ds_index = any({sunums}) and m.ds_index = p.ds_index and m.online_status = 'Y'
              and p.status in ({PutTerms.DeletePending}, {PutTerms.ArchivePending}, {Permanent}) and p.archive_substatus is distinct from {PutTerms.SeriesDeleted}
            returning p.ds_index),
        grouped as (
            insert into netdrms.sums_tape_group (sunum, tape_group) select distinct ds_index, {group}::integer from marked where {group}::integer is not null
            on conflict (sunum) do update set tape_group = excluded.tape_group)
        select distinct ds_index from marked
        """;
}
