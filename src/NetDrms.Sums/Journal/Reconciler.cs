using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Faults;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Journal;

/// <summary>Settles what sessions and crashes left: at start, when a session leaves something, then hourly. Spec 04, better 4–5.</summary>
/// <remarks>
/// Nothing sealed is lost: a unit that a record refers to is kept and, if its session never closed, entered. Nothing but directories of the journal
/// is ever removed, and of these only such as no record refers to and no session or grant holds. Each decision is claimed in the journal before it is done.
/// </remarks>
internal sealed class Reconciler(SumsParts parts, OpenEntries entries, SessionEnd end, DrmsReferences? references) : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _claiming = new(1);
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Asks for a pass soon.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        TimeSpan hourly = TimeSpan.FromMinutes(parts.Options.ReconcileMinutes);
        TimeSpan wait = hourly;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                bool nudged = await NudgedWithinAsync(wait, stop);
                if (nudged)
                    await Task.Delay(FirstDelay, stop);   // the transaction of a client that just went is about to end
                int waiting = await PassAsync(stop);
                // what waits for a transaction is asked for again, soon at first
                wait = waiting == 0 ? hourly : nudged || wait == hourly ? Min(FirstDelay * 4, hourly) : Min(wait * 2, hourly);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (SumsFailure lost)
            {
                parts.Log.ReconcileFailed(lost);
                wait = Min(TimeSpan.FromSeconds(30), hourly);
            }
        }
    }

    /// <summary>Takes over, until it is stopped, what other daemons leave that die while this one runs.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Watch, stop);
                if (await ClaimAsync(stop) > 0)
                    Nudge();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (SumsFailure lost)
            {
                parts.Log.ReconcileFailed(lost);
            }
        }
    }

    private async Task<int> ClaimAsync(CancellationToken cancel)
    {
        await _claiming.WaitAsync(cancel);
        try
        {
            int claimed = await entries.ClaimAsync(parts.Options.AbandonedMinutes, cancel);
            if (claimed > 0)
                parts.Log.UnitsClaimed(claimed);
            return claimed;
        }
        finally
        {
            _claiming.Release();
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task<bool> NudgedWithinAsync(TimeSpan wait, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(wait);
        try
        {
            return await _nudges.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>One pass over everything unsettled.</summary>
    /// <returns>How many units wait for a transaction to end.</returns>
    /// <exception cref="SumsFailure">The SUMS database cannot be used.</exception>
    public async Task<int> PassAsync(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            await ClaimAsync(cancel);
            List<JournalEntry> open = await entries.ReadAsync(parts.Options.UnconfirmedHours, cancel);
            List<JournalEntry> asked = [];
            foreach (JournalEntry entry in open)
            {
                if (IsLive(entry))
                    continue;
                if (entry.Step is JournalStep.Sealing or JournalStep.Sealed or JournalStep.Salvage or JournalStep.Unconfirmed)
                    asked.Add(entry);
                else
                    await SettleUnusedAsync(entry, cancel);
            }
            return await SettleAskedAsync(asked, cancel);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // Looked up after the entry was read: a session that has ended in between has moved its entry, and the claim below fails.
    private bool IsLive(JournalEntry entry) =>
        entry.Step is not (JournalStep.Granted or JournalStep.Unconfirmed) && parts.Sessions.ContainsKey(entry.Session);

    private async Task SettleUnusedAsync(JournalEntry entry, CancellationToken cancel)
    {
        switch (entry.Step)
        {
            case JournalStep.Making:
                await UnmakeAsync(entry, cancel);
                break;
            case JournalStep.Removing:
                await end.RemoveAsync(entry.Sunum, entry.Path);
                break;
            default:   // allocated, its session lost while the database was away; or a grant that nobody used
                await RemoveAsync(entry, "unused", cancel);
                break;
        }
    }

    // Its client never heard of it, so it is empty if it is ours; what is not empty stood there before.
    private async Task UnmakeAsync(JournalEntry entry, CancellationToken cancel)
    {
        try
        {
            bool gone = await parts.Disk.RunAsync(
                Path.GetDirectoryName(entry.Path) ?? "/", () => UnitFolder.TryRemoveEmpty(entry.Path), TimeSpan.FromSeconds(10), cancel);
            if (!gone)
                parts.Log.ForeignDirectory(entry.Path);
            await parts.Journal.ForgetAsync(entry.Sunum, cancel);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            parts.Log.RemovalFailed(entry.Sunum, entry.Path, failure);
        }
    }

    private async Task RemoveAsync(JournalEntry entry, string outcome, CancellationToken cancel)
    {
        if (!await entries.TryRemovingAsync(entry, cancel))
            return;
        parts.Log.UnitRemoved(entry.Sunum, entry.Path, outcome);
        parts.Metrics.Settled(outcome);
        await end.RemoveAsync(entry.Sunum, entry.Path);
    }

    private async Task<int> SettleAskedAsync(List<JournalEntry> asked, CancellationToken cancel)
    {
        int waiting = 0;
        Dictionary<long, Reference> answers = references is null
            ? asked.ToDictionary(entry => entry.Sunum.Value, _ => new Reference(ReferenceState.UnknownSeries, null))
            : await references.AskAsync(asked, cancel);
        List<long> confirmed = [];
        foreach (JournalEntry entry in asked)
        {
            Reference answer = answers[entry.Sunum.Value];
            if (answer.State == ReferenceState.Undecided)
            {
                waiting++;
                if (entry.Fence is null && answer.Fence is long fence)
                    await entries.FenceAsync(entry.Sunum, fence, cancel);
            }
            else if (entry.Step == JournalStep.Unconfirmed && answer.State != ReferenceState.Unreferenced)
            {
                confirmed.Add(entry.Sunum.Value);   // also of a series that this site does not have: its retention decides
            }
            else if (entry.Step == JournalStep.Unconfirmed)
            {
                parts.Log.UnitExpired(entry.Sunum, entry.Path, entry.Series ?? "");
                parts.Metrics.Settled("expired");
                await parts.Rows.ExpireAsync(entry.Sunum, cancel);
            }
            else if (answer.State == ReferenceState.Referenced)
            {
                await SaveAsync(entry, cancel);
            }
            else if (entry.IsGiven && entry.Step != JournalStep.Salvage)
            {
                await entries.GrantAgainAsync(entry, parts.Options.GrantHours, cancel);   // a unit of another site: whoever fetched it may put it once more
            }
            else if (entry.IsDue)
            {
                await RemoveAsync(entry, "unreferenced", cancel);
            }
        }
        if (confirmed.Count > 0)
            await parts.Rows.ConfirmAsync([.. confirmed], cancel);
        Failpoint.Hit("sums.reconcile.settled");
        return waiting;
    }

    // A record refers to a unit whose session never closed: its client went on without us.
    private async Task SaveAsync(JournalEntry entry, CancellationToken cancel)
    {
        if (entry.Step == JournalStep.Salvage)
        {
            parts.Log.SalvageWanted(entry.Sunum, entry.Path, entry.Series ?? "");
            return;
        }
        if (entry.Step == JournalStep.Sealing)
        {
            try
            {
                SealedUnit unit = await parts.Disk.RunAsync(
                    Path.GetDirectoryName(entry.Path) ?? "/", () => UnitSeal.Seal(entry.Path, parts.Owner), TimeSpan.FromHours(1), cancel);
                if (!await entries.TrySealedAsync(entry, unit.Size.Bytes, unit.Manifest, cancel))
                    return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TimeoutException)
            {
                parts.Log.PutFailed(entry.Session, "reconciler", entry.Path, failure);
                return;
            }
        }
        Failpoint.Hit("sums.reconcile.adopting");
        if (await parts.Rows.AdoptAsync(entry, cancel))
        {
            parts.Log.UnitAdopted(entry.Sunum, entry.Path, entry.Series ?? "");
            parts.Metrics.Settled("adopted");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _oneAtATime.Dispose();
        _claiming.Dispose();
    }
}
