using NetDrms.Database.Sql;
using NetDrms.Sums.Journal;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>Sets the effective dates of storage units in the SUMS database; what is shortened is audited. Spec 04 §4.5.</summary>
/// <param name="connection">To the SUMS database, as the daemons' role.</param>
public sealed class EffectiveDates(NpgsqlConnection connection)
{
    private const int UnitsATime = 32_768;

    /// <summary>The date so many days from now by the database's clock, <c>YYYYMMDDHHMM</c>.</summary>
    public async Task<string> InDaysAsync(double days, CancellationToken cancel)
    {
        SqlText sql = $"select to_char(localtimestamp + {days} * interval '1 day', 'YYYYMMDDHH24MI')";
        await using NpgsqlCommand command = sql.On(connection);
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Sets the date of units that can expire; others, and those kept longer unless that is wanted, are left alone.</summary>
    /// <param name="sunums">The units.</param>
    /// <param name="date"><c>YYYYMMDDHHMM</c>.</param>
    /// <param name="shortens">Also those that would be kept longer.</param>
    /// <param name="user">Who does it, for the audit.</param>
    /// <param name="cancel">Stops; what was not committed is undone.</param>
    /// <returns>How many units have that date now, and how many are kept longer.</returns>
    public async Task<(long Set, long Longer)> SetAsync(IReadOnlyCollection<long> sunums, string date, bool shortens, string user, CancellationToken cancel)
    {
        long set = 0, longer = 0;
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        foreach (long[] part in sunums.Order().Chunk(UnitsATime))
        {
            SqlText change = $"""
                with old as (
                    select p.ctid as place, p.ds_index, p.effective_date, m.owning_series
                    from public.sum_partn_alloc p join public.sum_main m on m.ds_index = p.ds_index
                    where p.ds_index = any({part}) and p.status in ({PutTerms.DeletePending}, {PutTerms.ArchivePending}) and m.online_status = 'Y'
                    for update of p),
                done as (
                    update public.sum_partn_alloc p set effective_date = {date} from old
                    where p.ctid = old.place and ({shortens} or old.effective_date is null or old.effective_date <= {date})),
                noted as (
                    insert into netdrms.sums_audit (db_user, address, pid, action, subject, sunums, detail)
                    select {user}, 'update_effective_date', {Environment.ProcessId}, 'shorten', coalesce(owning_series, ''), array_agg(ds_index order by ds_index),
                           count(*) || ' storage units, now until ' || {date}
                    from old where {shortens} and effective_date > {date} group by owning_series)
                select count(distinct ds_index) filter (where {shortens} or effective_date is null or effective_date <= {date}),
                       count(distinct ds_index) filter (where not ({shortens} or effective_date is null or effective_date <= {date}))
                from old
                """;
            await using NpgsqlCommand command = change.On(connection, transaction);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
            await row.ReadAsync(cancel);
            set += row.GetInt64(0);
            longer += row.GetInt64(1);
        }
        await transaction.CommitAsync(CancellationToken.None);
        return (set, longer);
    }
}
