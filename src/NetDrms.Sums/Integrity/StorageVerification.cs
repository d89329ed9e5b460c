using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>Proves rows, directories, journal, bytes and manifests against each other, for <c>drms sums verify</c>. Spec 04, better 4 and 7.</summary>
/// <param name="sums">The SUMS database, as the daemons' role.</param>
public sealed class StorageVerification(DatabaseTarget sums) : IAsyncDisposable
{
    private const int UnitsATime = 200;
    private readonly SumsDatabase _database = new(sums, connections: 2, NullLogger.Instance);

    internal SumsDatabase Database => _database;

    /// <summary>How many units on line a scope has, and their size.</summary>
    public async Task<(long Units, long Bytes)> CountAsync(VerifyScope scope, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return (await ReadAsync(
            $"select count(*), coalesce(sum(m.bytes), 0)::bigint from public.sum_main m left join netdrms.sums_manifest k on k.sunum = m.ds_index where {Where(scope, 0)}",
            static row => (row.GetInt64(0), row.GetInt64(1)),
            cancel))[0];
    }

    /// <summary>Reads every unit of a scope, by number, and notes what it finds; gives each when it was read.</summary>
    /// <param name="scope">Which.</param>
    /// <param name="pace">Called with the number of bytes after each piece that was read.</param>
    /// <param name="cancel">Ends it; what was read is noted.</param>
    /// <exception cref="DrmsException">The database cannot be used.</exception>
    public async IAsyncEnumerable<VerifiedUnit> VerifyAsync(
        VerifyScope scope, Action<int> pace, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scope);
        UnitVerifier verifier = new(_database);
        long last = 0;
        while (true)
        {
            List<StoredUnit> units = await ReadAsync(
                $"""
                select {UnitVerifier.Columns} from public.sum_main m left join netdrms.sums_manifest k on k.sunum = m.ds_index
                where {Where(scope, last)} order by m.ds_index limit {UnitsATime}
                """,
                UnitVerifier.Read,
                cancel);
            foreach (StoredUnit unit in units)
                yield return await Told(() => verifier.VerifyAsync(unit, pace, cancel));
            if (units.Count < UnitsATime)
                break;
            last = units[^1].Sunum.Value;
        }
    }

    /// <summary>Units of a scope that rows and journal do not agree on; without reading them.</summary>
    public async Task<IReadOnlyList<VerifiedUnit>> RowsAsync(VerifyScope scope, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scope);
        List<VerifiedUnit> found = await ReadAsync(
            $"""
            select m.ds_index, m.online_loc, coalesce(m.owning_series, '') from public.sum_main m left join netdrms.sums_manifest k on k.sunum = m.ds_index
            where {Where(scope, 0)} and not exists (select from public.sum_partn_alloc p where p.ds_index = m.ds_index)
              and not exists (select from netdrms.sums_expiry e where e.sunum = m.ds_index and e.step <> 'gone')
            order by m.ds_index
            """,
            static row => new VerifiedUnit(new(row.GetInt64(0)), row.GetString(1), row.GetString(2), VerifyOutcome.Faulty, 0, [new(UnitFaultKind.NoRow, ".", "has no row in sum_partn_alloc: it never expires, nor can it be touched")]),
            cancel);
        if (!scope.IsAll)
            return found;
        foreach ((long sunum, string path, string step) in await ReadAsync(
            $"select sunum, path, step from netdrms.sums_unit where step in ('allocated', 'granted', 'sealed', 'salvage') order by sunum",
            static row => (row.GetInt64(0), row.GetString(1), row.GetString(2)),
            cancel))
        {
            if (!Directory.Exists(path) && await StillAsync(sunum, step, cancel))
                found.Add(new(new(sunum), path, "", VerifyOutcome.Faulty, 0, [new(UnitFaultKind.NoDirectory, ".", $"directory does not exist; the journal says it is {step}")]));
        }
        return found;
    }

    // A session may have put or dropped it while we looked.
    private async Task<bool> StillAsync(long sunum, string step, CancellationToken cancel) =>
        (await ReadAsync($"select exists (select from netdrms.sums_unit where sunum = {sunum} and step = {step})", static row => row.GetBoolean(0), cancel))[0];

    /// <summary>Those of the numbers that SUMS does not know, or that are off line.</summary>
    public async Task<IReadOnlyList<(Sunum Sunum, string Why)>> NotOnLineAsync(IReadOnlyList<Sunum> sunums, CancellationToken cancel)
    {
        long[] asked = [.. sunums.Select(static sunum => sunum.Value).Distinct()];
        return [.. (await ReadAsync(
            $"""
            select w.sunum, m.ds_index is null from unnest({asked}) as w(sunum) left join public.sum_main m on m.ds_index = w.sunum
            where m.online_status is distinct from 'Y' order by 1
            """,
            static row => (row.GetInt64(0), row.GetBoolean(1)),
            cancel)).Select(static row => (new Sunum(row.Item1), row.Item2 ? "is not known" : "is off line"))];
    }

    private static SqlText Where(VerifyScope scope, long after)
    {
        SqlText sql = $"m.online_status = 'Y' and m.ds_index > {after}";
        if (scope.Series is string series)
            sql.Append($" and lower(m.owning_series) = lower({series})");
        if (scope.Sunums is not null)
        {
            long[] numbers = [.. scope.Sunums.Select(static sunum => sunum.Value)];
            sql.Append($" and m.ds_index = any({numbers})");
        }
        if (scope.Before is DateTimeOffset before)
        {
            DateTime utc = before.UtcDateTime;
            sql.Append($" and (k.verified is null or k.verified < {utc})");
        }
        return sql;
    }

    internal Task<List<T>> ReadAsync<T>(SqlText sql, Func<Npgsql.NpgsqlDataReader, T> row, CancellationToken cancel) => Told(() => _database.ReadAsync(sql, row, cancel));

    internal static async Task<T> Told<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SumsFailure failure)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Database, failure.Message), failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
