using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>Duty "verification": reads stored units, those first that were not read for longest, never faster than allowed; damage is told, and what an archive has is fetched again. Spec 04, better 7.</summary>
/// <param name="parts">What the steward has.</param>
/// <param name="metrics">Where units are counted.</param>
/// <param name="restore">Replaces a damaged unit from elsewhere: null when it did, else why not. Null when there is nowhere.</param>
internal sealed class VerificationDuty(StewardParts parts, IntegrityMetrics metrics, Func<Sunum, CancellationToken, Task<string?>>? restore)
{
    private const int UnitsATime = 100;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(6);
    private readonly UnitVerifier _verifier = new(parts.Database);

    /// <summary>Reads until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (parts.Options.VerifyDays <= 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return;
        }
        ReadingPace pace = new(parts.Options.VerifyMbPerSecond * 1e6, TimeProvider.System, cancel);
        long sweptAt = 0;
        while (!cancel.IsCancellationRequested)
        {
            if (sweptAt == 0 || TimeProvider.System.GetElapsedTime(sweptAt) > SweepEvery)
            {
                await SweepAsync(cancel);
                sweptAt = TimeProvider.System.GetTimestamp();
            }
            if (await PassAsync(pace.Spend, cancel) == 0)
                await Task.Delay(Idle, cancel);
        }
    }

    /// <summary>Reads the next units that are due.</summary>
    /// <returns>How many of them it could read.</returns>
    public async Task<int> PassAsync(Action<int>? pace, CancellationToken cancel)
    {
        List<StoredUnit> due = await UnknownAsync(cancel);
        if (due.Count < UnitsATime)
            due.AddRange(await DueAsync(cancel));
        int units = 0, damaged = 0, firstSeen = 0;
        long bytes = 0;
        HashSet<string> unreachable = new(StringComparer.Ordinal);
        foreach (StoredUnit unit in due)
        {
            if (unreachable.Contains(unit.Partition))
                continue;
            VerifiedUnit verified = await _verifier.VerifyAsync(unit, pace, cancel);
            metrics.Verified(Word(verified.Outcome), verified.Bytes);
            if (verified.Outcome == VerifyOutcome.Unreachable)
                unreachable.Add(unit.Partition);   // the watch tells of it
            else
                units++;
            bytes += verified.Bytes;
            firstSeen += verified.Outcome == VerifyOutcome.FirstSeen ? 1 : 0;
            if (verified.Outcome != VerifyOutcome.Faulty)
                continue;
            damaged++;
            parts.Log.UnitDamaged(unit.Sunum, unit.Path, verified.Damage);
            if (restore is not null && unit.Manifest is not null && verified.Faults.Any(static fault => fault.IsDamage))
                await RestoreAsync(unit, pace, cancel);
        }
        if (firstSeen > 0)
            parts.Log.UnitsFirstSeen(firstSeen);
        if (units > 0)
            parts.Log.UnitsVerified(units, bytes, damaged);
        return units;
    }

    private static string Word(VerifyOutcome outcome) => outcome switch
    {
        VerifyOutcome.Whole => "whole",
        VerifyOutcome.FirstSeen => "first-seen",
        VerifyOutcome.Faulty => "damaged",
        VerifyOutcome.Gone => "gone",
        _ => "unreachable",
    };

    // What came back is read once more: only then it counts as whole.
    private async Task RestoreAsync(StoredUnit unit, Action<int>? pace, CancellationToken cancel)
    {
        string? why = await restore!(unit.Sunum, cancel);
        if (why is null && (await _verifier.VerifyAsync(unit, pace, cancel)).Outcome == VerifyOutcome.Whole)
        {
            metrics.Verified("restored", 0);
            parts.Log.UnitRestored(unit.Sunum, unit.Path);
        }
        else
        {
            parts.Log.UnitNotRestored(unit.Sunum, unit.Path, why ?? "what came back is damaged, too");
        }
    }

    // From an original daemon, from Remote SUMS, or from before there were manifests.
    private Task<List<StoredUnit>> UnknownAsync(CancellationToken cancel) => parts.Database.ReadAsync(
        $"""
        select {UnitVerifier.Columns} from public.sum_main m left join netdrms.sums_manifest k on k.sunum = m.ds_index
        where m.online_status = 'Y' and k.sunum is null order by m.ds_index limit {UnitsATime}
        """,
        UnitVerifier.Read,
        cancel);

    // Sealing was the first reading. What was damaged is looked at every day: a copy may have come to the archive meanwhile.
    private Task<List<StoredUnit>> DueAsync(CancellationToken cancel) => parts.Database.ReadAsync(
        $"""
        select {UnitVerifier.Columns} from netdrms.sums_manifest k join public.sum_main m on m.ds_index = k.sunum
        where m.online_status = 'Y' and coalesce(k.verified, k.sealed) < now() - {parts.Options.VerifyDays} * interval '1 day'
           or m.online_status = 'Y' and k.damage is not null and k.verified < now() - interval '1 day'
        order by coalesce(k.verified, k.sealed) limit {UnitsATime}
        """,
        UnitVerifier.Read,
        cancel);

    private async Task SweepAsync(CancellationToken cancel)
    {
        int removed = await parts.Database.ExecuteAsync(
            $"""
            delete from netdrms.sums_manifest k
            where not exists (select from public.sum_main m where m.ds_index = k.sunum)
              and not exists (select from netdrms.sums_unit u where u.sunum = k.sunum)
              and not exists (select from netdrms.sums_expiry e where e.sunum = k.sunum and e.step <> 'gone')
            """,
            cancel);
        if (removed > 0)
            parts.Log.ManifestsRemoved(removed);
    }
}
