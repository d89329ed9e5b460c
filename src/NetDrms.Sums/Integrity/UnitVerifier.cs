using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Integrity;

/// <summary>Reads stored units, compares them with their manifests, and notes what it found. Spec 04, better 4 and 7.</summary>
/// <remarks>A unit without a manifest gets one: from then on it is known when it changes. What is found is noted only if the unit still stands where it was read.</remarks>
internal sealed class UnitVerifier(SumsDatabase database)
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromHours(12);   // the largest unit at the smallest rate
    private readonly FreeSpace _space = new(TimeProvider.System);
    private readonly DiskWork _disk = new();

    /// <summary>The columns of <see cref="Read"/>, of sum_main m and sums_manifest k.</summary>
    public static SqlText Columns => $"m.ds_index, m.online_loc, coalesce(m.owning_series, ''), m.bytes, k.sunum, k.names, k.sizes, k.modes, k.hashes";

    /// <summary>Reads a unit from <see cref="Columns"/>.</summary>
    public static StoredUnit Read(NpgsqlDataReader row) => new(
        new Sunum(row.GetInt64(0)), row.GetString(1).TrimEnd('/'), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(4) ? null : ManifestTable.Read(row, 5));

    /// <summary>Reads a unit to its last byte and notes the result.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="pace">Called after each piece; may wait, or throw to end the reading.</param>
    /// <param name="cancel">Ends it between steps.</param>
    /// <exception cref="SumsFailure">The database cannot be used.</exception>
    public async Task<VerifiedUnit> VerifyAsync(StoredUnit unit, Action<int>? pace, CancellationToken cancel)
    {
        FreeBytes room = await _space.OfAsync(unit.Partition, cancel);
        if (room.State is PartitionState.Slow or PartitionState.Failing || (room.State == PartitionState.Vanished && await IsPartitionAsync(unit.Partition, cancel)))
            return new(unit.Sunum, unit.Path, unit.Series, VerifyOutcome.Unreachable, 0, [new(UnitFaultKind.Unreadable, ".", $"partition {unit.Partition} {room.Why}")]);
        UnitInspection.Result result;
        try
        {
            result = await _disk.RunAsync(unit.Partition, () => UnitInspection.Inspect(unit.Path, unit.Manifest, unit.Bytes, pace), ReadPatience, cancel);
        }
        catch (TimeoutException slow)
        {
            return new(unit.Sunum, unit.Path, unit.Series, VerifyOutcome.Unreachable, 0, [new(UnitFaultKind.Unreadable, ".", slow.Message)]);
        }
        long bytes = result.Found.Bytes;
        if (!await NoteAsync(unit, result, cancel))
            return new(unit.Sunum, unit.Path, unit.Series, VerifyOutcome.Gone, bytes, []);
        VerifyOutcome outcome = result.Faults.Count > 0 ? VerifyOutcome.Faulty : unit.Manifest is null ? VerifyOutcome.FirstSeen : VerifyOutcome.Whole;
        return new(unit.Sunum, unit.Path, unit.Series, outcome, bytes, result.Faults);
    }

    // A partition that is not mounted is one trouble, not that of each of its units.
    private async Task<bool> IsPartitionAsync(string folder, CancellationToken cancel) => (await database.ReadAsync(
        $"select exists (select from public.sum_partn_avail where rtrim(partn_name, '/') = {folder})", static row => row.GetBoolean(0), cancel))[0];

    private async Task<bool> NoteAsync(StoredUnit unit, UnitInspection.Result result, CancellationToken cancel)
    {
        string? damage = result.Faults.Count == 0 ? null : new VerifiedUnit(unit.Sunum, unit.Path, unit.Series, VerifyOutcome.Faulty, 0, result.Faults).Damage;
        SqlText stands = $"exists (select from public.sum_main where ds_index = {unit.Sunum.Value} and online_status = 'Y' and rtrim(online_loc, '/') = {unit.Path})";
        if (unit.Manifest is not null || result.Found.Entries.Count == 0)
        {
            List<bool> stood = await database.ReadAsync(
                $"""
                with noted as (update netdrms.sums_manifest set verified = now(), damage = {damage} where sunum = {unit.Sunum.Value} and {stands})
                select {stands}
                """,
                static row => row.GetBoolean(0),
                cancel);
            return stood[0];
        }
        return await database.ExecuteAsync(ManifestTable.InsertFirstSeen(unit.Sunum.Value, result.Found, damage, stands), cancel) == 1;
    }
}
