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
        if (hours <= 0)
            return await database.RunAsync(connection => ReadAsync(connection, [Paths(sunums)], cancel), cancel);
        (Dictionary<long, string> paths, List<long> expiring) = await LookAsync(sunums, cancel);
        long[] bare = expiring.Count == 0 ? [] : [.. expiring.Where(paths.ContainsKey).Except(await LeasedAsync([.. expiring], cancel))];
        return bare.Length == 0 ? paths : await LeaseAsync(sunums, bare, cancel);
    }

    private static SqlText Paths(long[] sunums) => $"select ds_index, online_loc from public.sum_main where ds_index = any({sunums}) and online_status = 'Y'";

    // Two plain statements rather than a join, and another one for leases: their plans are good whatever the server believes of the tables' sizes.
    // Permanent units (16) never expire; an archive-pending one may, as soon as it is archived.
    private Task<(Dictionary<long, string> Paths, List<long> Expiring)> LookAsync(long[] sunums, CancellationToken cancel) => database.RunAsync(
        async connection =>
        {
            await using NpgsqlBatch batch = new(connection);
            SqlText dates = $"""
                select ds_index from public.sum_partn_alloc
                where ds_index = any({sunums}) and status <> 16 and effective_date < to_char(localtimestamp + {hours} * interval '1 hour', 'YYYYMMDDHH24MI')
                """;
            batch.BatchCommands.Add(Paths(sunums).InBatch());
            batch.BatchCommands.Add(dates.InBatch());
            Dictionary<long, string> paths = new(sunums.Length);
            List<long> expiring = [];
            await using NpgsqlDataReader row = await batch.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                paths[row.GetInt64(0)] = row.GetString(1);
            await row.NextResultAsync(cancel);
            while (await row.ReadAsync(cancel))
                expiring.Add(row.GetInt64(0));
            return (paths, expiring);
        },
        cancel);

    private Task<List<long>> LeasedAsync(long[] sunums, CancellationToken cancel) => database.ReadAsync(
        $"select sunum from netdrms.sums_lease where sunum = any({sunums}) and until >= now() + {hours} * interval '1 hour'", static row => row.GetInt64(0), cancel);

    // One transaction, one round trip; each statement sees what was committed before it, so the paths are read after the steward is done or before he begins.
    private Task<Dictionary<long, string>> LeaseAsync(long[] sunums, long[] bare, CancellationToken cancel)
    {
        Array.Sort(bare);   // two gets take the rows in the same order
        SqlText wait = $"select pg_advisory_xact_lock_shared({LockKey})";
        SqlText lease = $"""
            insert into netdrms.sums_lease (sunum, until)
            select s, now() + {hours * Surplus} * interval '1 hour' from unnest({bare}) with ordinality as w(s, n) order by n
            on conflict (sunum) do update set until = excluded.until, reason = null where sums_lease.until < excluded.until
            """;
        return database.RunAsync(connection => ReadAsync(connection, [wait, lease, Paths(sunums)], cancel), cancel);
    }

    // The last statement gives the paths; a lock's row before it is passed over.
    private static async Task<Dictionary<long, string>> ReadAsync(NpgsqlConnection connection, SqlText[] statements, CancellationToken cancel)
    {
        await using NpgsqlBatch batch = new(connection);
        foreach (SqlText statement in statements)
            batch.BatchCommands.Add(statement.InBatch());
        await using NpgsqlDataReader row = await batch.ExecuteReaderAsync(cancel);
        if (statements.Length > 1)
            await row.NextResultAsync(cancel);
        Dictionary<long, string> paths = [];
        while (await row.ReadAsync(cancel))
            paths[row.GetInt64(0)] = row.GetString(1);
        return paths;
    }
}
