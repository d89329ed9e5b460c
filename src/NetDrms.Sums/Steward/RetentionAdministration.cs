using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>What an administrator asks about expiring storage units; changes nothing but by <see cref="UndeleteAsync"/>.</summary>
/// <param name="connection">To the SUMS database, as the daemons' role.</param>
public sealed class RetentionAdministration(NpgsqlConnection connection)
{
    /// <summary>What a pass of the steward would take, oldest first, partition by partition. The partitions must be mounted here.</summary>
    /// <param name="order">The pass.</param>
    /// <param name="options">Section [steward].</param>
    /// <param name="usage">Told of each partition, its percentage in use, and why it is left out, if it is.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="DrmsException">The order is wrong.</exception>
    public async IAsyncEnumerable<ExpiryCandidate> PreviewAsync(
        ExpireOrder order, RetentionOptions options, Action<string, double, string?> usage, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(usage);
        RetentionOptions terms = order.Over(options);
        List<(StoredPartition Partition, long Pending)> partitions = await PartitionsAsync(p => order.IsMeant(p, options), cancel);
        if (order.Partitions.FirstOrDefault(wanted => !partitions.Any(p => p.Partition.Folder == wanted || p.Partition.Name == wanted)) is string unknown)
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there is no partition \"{unknown}\"") { Hint = "drms sums partitions list shows them." });
        foreach ((StoredPartition partition, long pending) in partitions)
        {
            if (!TryMeasure(partition, usage, out PartitionUsage measured) || measured.PercentAfter(pending) <= terms.HighWaterPercent)
                continue;
            long wanted = measured.BytesAbove(terms.LowWaterPercent) - pending;
            await using NpgsqlCommand command = ExpirySql.Candidates(partition.Folder, int.MaxValue).On(connection);
            command.CommandTimeout = 0;
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
            while (wanted > 0 && await row.ReadAsync(cancel))
            {
                ExpiryCandidate candidate = ExpirySql.ReadCandidate(row);
                if (!PartitionScrubber.IsRemovable(partition.Folder, candidate.Path))
                    continue;
                wanted -= Math.Max(candidate.Bytes, 1);
                yield return candidate;
            }
            command.Cancel();   // the rest of the rows is not wanted
        }
    }

    private static bool TryMeasure(StoredPartition partition, Action<string, double, string?> usage, out PartitionUsage measured)
    {
        try
        {
            measured = PartitionUsage.Measure(partition.Folder);
            usage(partition.Folder, measured.Percent, null);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            measured = default;
            usage(partition.Folder, double.NaN, failure.Message);
            return false;
        }
    }

    private async Task<List<(StoredPartition Partition, long Pending)>> PartitionsAsync(Func<StoredPartition, bool> isMeant, CancellationToken cancel)
    {
        SqlText sql = $"""
            select a.partn_name, a.pds_set_num, a.pds_set_prime,
                   (select coalesce(sum(e.bytes), 0)::bigint from netdrms.sums_expiry e where e.partn_name = a.partn_name and e.step <> 'gone')
            from public.sum_partn_avail a order by a.partn_name
            """;
        List<(StoredPartition, long)> partitions = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            StoredPartition partition = new(row.GetString(0), row.GetInt32(1), row.GetInt32(2));
            if (isMeant(partition))
                partitions.Add((partition, row.GetInt64(3)));
        }
        return partitions;
    }

    /// <summary>Brings units back that have expired and whose directories are still there.</summary>
    /// <param name="sunums">Units.</param>
    /// <param name="series">Series, all of whose expired units come back.</param>
    /// <param name="dryRun">Only tell.</param>
    /// <param name="cancel">Stops before the change.</param>
    /// <returns>Those that came back, or would.</returns>
    public async Task<IReadOnlyList<Sunum>> UndeleteAsync(IReadOnlyCollection<Sunum> sunums, IReadOnlyCollection<string> series, bool dryRun, CancellationToken cancel)
    {
        long[] numbers = [.. sunums.Select(static s => s.Value)];
        string[] names = [.. series.Select(static s => s.ToLowerInvariant())];
        SqlText find = $"select sunum from netdrms.sums_expiry where step = 'doomed' and (sunum = any({numbers}) or lower(series) = any({names})) order by sunum";
        List<Sunum> found = await SunumsAsync(find, cancel);
        return dryRun ? found : await SunumsAsync(ExpirySql.Restore([.. found.Select(static s => s.Value)], claimed: false, ExpiryJournal.QuietHours, reason: null), cancel);
    }

    private async Task<List<Sunum>> SunumsAsync(SqlText sql, CancellationToken cancel)
    {
        List<Sunum> sunums = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            sunums.Add(new(row.GetInt64(0)));
        return sunums;
    }

    /// <summary>Says why a unit does not come back.</summary>
    public async Task<string> ExplainAsync(Sunum sunum, CancellationToken cancel)
    {
        SqlText sql = $"""
            select 'is on line at ' || online_loc from public.sum_main where ds_index = {sunum.Value} and online_status = 'Y'
            union all
            select * from (
                select case step when 'gone' then 'is gone since ' || to_char(removed, 'YYYY-MM-DD HH24:MI') else 'is being removed' end
                    || case when is_archived then '; a copy is in the archive' else '' end
                from netdrms.sums_expiry where sunum = {sunum.Value} order by entry desc limit 1) e
            """;
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel) as string ?? "has not expired here";
    }

    /// <summary>What went or is going, the newest last.</summary>
    /// <param name="series">Of one series; null of all.</param>
    /// <param name="since">Not before; null for all.</param>
    /// <param name="cancel">Stops.</param>
    public async IAsyncEnumerable<ExpiredUnit> HistoryAsync(string? series, DateTime? since, [EnumeratorCancellation] CancellationToken cancel)
    {
        DateTime from = since ?? DateTime.UnixEpoch;
        SqlText sql = $"""
            select sunum, series, bytes, effective_date, is_archived, path, doomed, due, removed, records_deleted, reason
            from netdrms.sums_expiry
            where coalesce(removed, doomed) >= {from} and ({series is null} or lower(series) = lower({series ?? ""}))
            order by entry
            """;
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 0;
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            yield return new(
                new Sunum(row.GetInt64(0)), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4), row.GetString(5),
                row.GetDateTime(6), row.GetDateTime(7), row.IsDBNull(8) ? null : row.GetDateTime(8), row.GetInt64(9), row.GetString(10));
        }
    }
}
