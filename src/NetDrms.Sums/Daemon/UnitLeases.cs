using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Daemon;

/// <summary>Where units lie that are handed out, and the leases that keep the steward away from them. Spec 04, better 9.</summary>
/// <remarks>
/// A unit whose effective date lies beyond the lease needs no row, and one that has a lease gets no new one until a quarter of it is used up:
/// a get usually costs one statement that writes nothing. Who writes a lease and the steward who dooms units take one advisory lock, shared and
/// exclusive: either the steward sees the lease, or the path is not given out any more.
/// </remarks>
/// <param name="database">The SUMS database.</param>
/// <param name="hours">How long units that are handed out stay; 0 writes no leases.</param>
internal sealed class UnitLeases(SumsDatabase database, double hours)
{
    /// <summary>Key of the advisory lock; "LEASE".</summary>
    public const long LockKey = 0x4c_4541_5345;

    private const double Surplus = 1.25;

    /// <summary>Where the units are that are on line; they stay there for the time of the lease.</summary>
    public async Task<Dictionary<long, string>> PathsAsync(long[] sunums, CancellationToken cancel)
    {
        bool mayExpire = false;
        Dictionary<long, string> paths = new(sunums.Length);
        foreach ((long sunum, string path, bool expiresSoon) in await database.ReadAsync(
            $"select m.ds_index, m.online_loc, {hours > 0} and ({ExpiresSoon()}) from public.sum_main m where m.ds_index = any({sunums}) and m.online_status = 'Y'",
            static row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2)),
            cancel))
        {
            paths[sunum] = path;
            mayExpire |= expiresSoon;
        }
        return mayExpire ? await LeaseAsync(sunums, cancel) : paths;
    }

    // Permanent units (16) never expire; an archive-pending one may, as soon as it is archived.
    private SqlText ExpiresSoon() => $"""
        exists (select from public.sum_partn_alloc p
                where p.ds_index = m.ds_index and p.status <> 16
                  and (p.effective_date = '0' or p.effective_date < to_char(localtimestamp + {hours} * interval '1 hour', 'YYYYMMDDHH24MI')))
        and not exists (select from netdrms.sums_lease l where l.sunum = m.ds_index and l.until >= now() + {hours} * interval '1 hour')
        """;

    private Task<Dictionary<long, string>> LeaseAsync(long[] sunums, CancellationToken cancel) => database.RunAsync(
        async connection =>
        {
            await using NpgsqlBatch batch = new(connection);   // one transaction, one round trip; each statement sees what was committed before it
            SqlText wait = $"select pg_advisory_xact_lock_shared({LockKey})";
            SqlText lease = $"""
                insert into netdrms.sums_lease (sunum, until)
                select m.ds_index, now() + {hours * Surplus} * interval '1 hour' from public.sum_main m
                where m.ds_index = any({sunums}) and m.online_status = 'Y' and {ExpiresSoon()}
                order by m.ds_index
                on conflict (sunum) do update set until = excluded.until, reason = null where sums_lease.until < excluded.until
                """;
            SqlText read = $"select ds_index, online_loc from public.sum_main where ds_index = any({sunums}) and online_status = 'Y'";
            batch.BatchCommands.Add(wait.InBatch());
            batch.BatchCommands.Add(lease.InBatch());
            batch.BatchCommands.Add(read.InBatch());
            Dictionary<long, string> paths = new(sunums.Length);
            await using NpgsqlDataReader row = await batch.ExecuteReaderAsync(cancel);
            await row.NextResultAsync(cancel);   // the lock's row was the first result; the insert has none
            while (await row.ReadAsync(cancel))
                paths[row.GetInt64(0)] = row.GetString(1);
            return paths;
        },
        cancel);
}
