using System.Globalization;
using NetDrms.Database.Cluster;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Partitions;

/// <summary>Adds, closes, opens and lists partitions. Spec 04 §1, §5.7.</summary>
/// <param name="connection">To the SUMS database, as the daemons' role.</param>
public sealed class PartitionAdministration(NpgsqlConnection connection)
{
    /// <summary>Set of a closed partition.</summary>
    public const int ClosedSet = -1;

    /// <summary>Who closes a partition that is full; such a one is opened again when it has room.</summary>
    public const string Steward = "steward";

    private const int LongestFolder = 80 - 21;   // wd and online_loc hold 80 characters: "/D" and a number of 19 digits stand behind the partition

    /// <summary>Adds a partition; its folder is made if it is not there.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="set">Set in which it is written, and its home.</param>
    /// <param name="account">Whose it becomes.</param>
    /// <param name="cancel">Ends it before anything was done.</param>
    /// <returns>The path as it was entered.</returns>
    /// <exception cref="DrmsException">The folder cannot be a partition.</exception>
    public async Task<string> AddAsync(string folder, int set, ServiceAccount account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(account);
        string full = await CheckAsync(folder, cancel);
        if (!Directory.Exists(full))
            account.CreateFolder(full, FolderModes.Partition);
        else
            CheckOwner(full, account);
        _ = Posix.TryRoom(full, out FileSystemRoom room);
        int added = await ExecuteAsync(
            $"""
            insert into public.sum_partn_avail (partn_name, total_bytes, avail_bytes, pds_set_num, pds_set_prime)
            values ({full}, {room.TotalBytes}, {room.FreeBytes}, {set}, {set}) on conflict (partn_name) do nothing
            """,
            cancel);
        return added == 1 ? full : throw Known(full);
    }

    private async Task<string> CheckAsync(string folder, CancellationToken cancel)
    {
        if (!Path.IsPathRooted(folder))
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"path of partition \"{folder}\" is not absolute") { Hint = "It stands in the database and is read from everywhere: write it from the root on." });
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (full == "/")
            throw new DrmsException(ErrorCode.Argument, "the root folder cannot be a partition");
        if (full.Length > LongestFolder)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"path of partition \"{full}\" is longer than {LongestFolder} characters")
            {
                Detail = "The SUMS database keeps 80 characters of a storage unit's path.", Hint = "A symbolic link with a short name does.",
            });
        }
        if (File.Exists(full))
            throw new DrmsException(ErrorCode.Argument, $"partition \"{full}\" is a file, not a folder");
        foreach (string other in await FoldersAsync(cancel))
        {
            if (other == full)
                throw Known(full);
            if (full.StartsWith(other + "/", StringComparison.Ordinal) || other.StartsWith(full + "/", StringComparison.Ordinal))
                throw new DrmsException(ErrorCode.Argument, $"partition \"{full}\" cannot lie in or around partition \"{other}\"");
        }
        return full;
    }

    private static DrmsException Known(string folder) =>
        new(new DrmsError(ErrorCode.Argument, $"partition \"{folder}\" is there already") { Hint = "drms sums partitions list shows its set; drms sums partitions open changes it." });

    // A folder that stands there keeps its owner: it may be a mount of the administrator's. But the daemon must be able to write there.
    private static void CheckOwner(string folder, ServiceAccount account)
    {
        if (!Posix.TryStatus(Posix.CurrentFolder, Posix.Name(folder), follow: true, out FileStatus status))
            throw new DrmsException(ErrorCode.File, $"could not look at \"{folder}\": {Posix.Explain(Posix.Error)}");
        int wanted = status.User == account.UserId ? 0b011_000_000 : status.Group == account.GroupId ? 0b000_011_000 : 0b000_000_011;
        if (account.UserId != 0 && (status.Mode & wanted) != wanted)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"user {account.Name}, as whom the storage daemon runs, cannot write into \"{folder}\"")
            {
                Hint = $"Give it away: chown {account.Name} {folder}",
            });
        }
    }

    /// <summary>Closes a partition: no new unit is written there, all are read.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="who">Who closes it; <see cref="Steward"/> for one that is opened again by itself.</param>
    /// <param name="why">Why, for people.</param>
    /// <param name="cancel">Ends it before anything was done.</param>
    /// <returns>False when it was closed already; then who closed it and why are unchanged, except that a person takes over from the steward.</returns>
    /// <exception cref="DrmsException">There is no such partition.</exception>
    public async Task<bool> CloseAsync(string folder, string who, string? why, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(who);
        string name = await FindAsync(folder, cancel), key = KeyOf(name);
        return await ExecuteAsync(
            $"""
            with prior as materialized (select pds_set_num as set from public.sum_partn_avail where partn_name = {name} for update),
            noted as (
                insert into netdrms.sums_partition as p (partn_name, closed_by, closed_at, closed_because, set_before)
                select {key}, {who}, now(), {why}, nullif(set, {ClosedSet}) from prior where set <> {ClosedSet} or {who != Steward}
                on conflict (partn_name) do update set closed_by = excluded.closed_by, closed_at = excluded.closed_at, closed_because = excluded.closed_because,
                    set_before = coalesce(excluded.set_before, p.set_before))
            update public.sum_partn_avail a set pds_set_num = {ClosedSet} from prior where a.partn_name = {name} and prior.set <> {ClosedSet}
            """,
            cancel) == 1;
    }

    /// <summary>Opens a partition for writing: in the set given, else in that from before it was closed, else in its home set.</summary>
    /// <returns>The set.</returns>
    /// <exception cref="DrmsException">There is no such partition, or it has no set.</exception>
    public async Task<int> OpenAsync(string folder, int? set, CancellationToken cancel)
    {
        string name = await FindAsync(folder, cancel), key = KeyOf(name);
        int opened = (int)(await ScalarAsync(
            $"""
            with before as (update netdrms.sums_partition p set closed_by = null, closed_at = null, closed_because = null, set_before = null
                from (select partn_name, set_before from netdrms.sums_partition where partn_name = {key} for update) prior
                where p.partn_name = prior.partn_name returning prior.set_before)
            update public.sum_partn_avail
            set pds_set_num = coalesce(nullif({set ?? ClosedSet}, {ClosedSet}), nullif(pds_set_num, {ClosedSet}), (select set_before from before), nullif(pds_set_prime, {ClosedSet}), 0)
            where partn_name = {name} returning pds_set_num
            """,
            cancel))!;
        return opened;
    }

    // The original takes partn_name with or without a slash at its end; netdrms.sums_partition has none.
    private static string KeyOf(string name) => name.Length > 1 ? name.TrimEnd('/') : name;

    /// <summary>The name under which the database knows a partition.</summary>
    private async Task<string> FindAsync(string folder, CancellationToken cancel)
    {
        string asked = KeyOf(folder);
        List<string> names = [];
        await ReadAsync($"select partn_name from public.sum_partn_avail order by 1", row => names.Add(row.GetString(0)), cancel);
        return names.Find(name => KeyOf(name) == asked) ?? throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there is no partition \"{folder}\"")
        {
            Detail = names.Count == 0 ? "The site has none." : $"The site has {string.Join(", ", names)}.",
        });
    }

    /// <summary>All partitions, probed now, by name; one that hangs costs two seconds.</summary>
    /// <param name="keepFreeBytes">What shall stay free: option sums.keep_free_bytes.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<PartitionStatus>> ListAsync(long keepFreeBytes, CancellationToken cancel)
    {
        FreeSpace space = new(TimeProvider.System);
        List<PartitionStatus> listed = [];
        await ReadAsync(
            $"""
            select a.partn_name, a.pds_set_num, a.pds_set_prime,
                   coalesce(p.errors * power(0.5, extract(epoch from now() - p.errors_at) / {PartitionErrors.HalfLife.TotalSeconds}), 0)::double precision,
                   p.last_error, p.last_error_at,
                   case when p.closed_by is not null then 'closed by ' || p.closed_by || to_char(p.closed_at, ' on YYYY-MM-DD HH24:MI') || coalesce(': ' || p.closed_because, '') end,
                   coalesce((select sum(case u.asked_bytes when {Reservations.UsualAsk} then t.typical else u.asked_bytes end)::bigint
                       from netdrms.sums_unit u where u.step in ('making', 'allocated', 'sealing', 'granted')
                           and u.path like replace(replace(replace(rtrim(a.partn_name, '/'), '\', '\\'), '%', '\%'), '_', '\_') || '/D%'), 0)
            from public.sum_partn_avail a
            left join netdrms.sums_partition p on p.partn_name = rtrim(a.partn_name, '/')
            cross join (select least(greatest(coalesce(2 * avg(bytes), {Reservations.UsualAsk}), 1048576), {Reservations.UsualAsk})::bigint as typical
                from (select bytes from public.sum_main order by ds_index desc limit 100) recent) t
            order by a.partn_name
            """,
            row => listed.Add(new PartitionStatus(row.GetString(0), row.GetInt32(1), row.GetInt32(2), PartitionState.Open, row.IsDBNull(6) ? null : row.GetString(6))
            {
                Errors = row.GetDouble(3), LastError = row.IsDBNull(4) ? null : row.GetString(4),
                LastErrorAt = row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), ReservedBytes = row.GetInt64(7),
            }),
            cancel);
        FreeBytes[] free = await Task.WhenAll(listed.Select(partition => space.OfAsync(partition.Folder, cancel).AsTask()));
        return [.. listed.Zip(free, (partition, room) => Judged(partition, room, keepFreeBytes))];
    }

    /// <summary>Puts together what the database and the disk tell.</summary>
    internal static PartitionStatus Judged(PartitionStatus partition, FreeBytes room, long keepFreeBytes)
    {
        long usable = room.Bytes - keepFreeBytes - partition.ReservedBytes;
        (PartitionState state, string? why) = !room.IsKnown ? (room.State, room.Why)
            : partition.Set == ClosedSet ? (PartitionState.Closed, partition.Why ?? "its set is -1")
            : room.Bytes - keepFreeBytes < Reservations.UsualAsk ? (PartitionState.Full, string.Create(CultureInfo.InvariantCulture, $"modules ask for {Reservations.UsualAsk >> 20} MB"))
            : usable <= 0 ? (PartitionState.Full, "open allocations hold what is free")
            : (PartitionState.Open, null);
        return partition with { State = state, Why = why, FreeBytes = room.IsKnown ? room.Bytes : null, TotalBytes = room.TotalBytes > 0 ? room.TotalBytes : null };
    }

    private async Task<List<string>> FoldersAsync(CancellationToken cancel)
    {
        List<string> folders = [];
        await ReadAsync($"select partn_name from public.sum_partn_avail order by 1", row => folders.Add(KeyOf(row.GetString(0))), cancel);
        return folders;
    }

    private async Task<int> ExecuteAsync(SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<object?> ScalarAsync(SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    private async Task ReadAsync(SqlText sql, Action<NpgsqlDataReader> read, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            read(row);
    }
}
