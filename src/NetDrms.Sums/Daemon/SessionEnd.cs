using NetDrms.Database.Faults;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Daemon;

/// <summary>Ends sessions: close makes their work visible, roll-back undoes it, a lost client leaves what it put to the reconciler. Spec 04 §2.1, §3.2.</summary>
internal sealed class SessionEnd(SumsParts parts)
{
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromMinutes(10);

    /// <summary>Commits. What was not put is removed afterwards, by RemoveAsync with what this returns.</summary>
    /// <exception cref="SumsFailure">Nothing is visible.</exception>
    public async Task<IReadOnlyList<SessionUnit>> CloseAsync(Session session)
    {
        SessionUnit[] dropped = [.. session.Units.Values.Where(unit => unit.State == UnitState.Allocated && !IsKept(session, unit))];
        SessionOutcome outcome = new(
            session.JournalNumber,
            session.Sumid,
            session.Numbers(unit => unit.State == UnitState.Sealed),
            session.Numbers(unit => unit.State == UnitState.Allocated && IsKept(session, unit)),
            [.. dropped.Select(unit => unit.Sunum.Value)],
            session.DeletedSeries,
            session.Caller);
        Failpoint.Hit("sums.close.started");
        if (outcome.Put.Length + outcome.Kept.Length + outcome.Dropped.Length + outcome.DeletedSeries.Count > 0)
            await parts.Rows.CloseAsync(outcome, parts.Options.GrantHours, CancellationToken.None);   // past the point of no return
        Forget(session);
        parts.Log.SessionClosed(session.Sumid, outcome.Put.Length, outcome.Dropped.Length);
        return dropped;
    }

    private void Forget(Session session)
    {
        foreach (long sunum in session.Units.Keys)
            parts.Placement.Reservations.Release(sunum);
        session.Units.Clear();
    }

    // A single request leaves what it allocated: there is no later request of its session that could put it.
    private static bool IsKept(Session session, SessionUnit unit) => unit.Keep || session.IsSingle;

    /// <summary>Undoes all on the client's demand: it knows that nothing was done.</summary>
    public Task RollbackAsync(Session session) => UndoAsync(session, unit => true);

    /// <summary>Ends a session whose client is gone or was told of an error: what it asked to put may be referred to by records that it commits all the same, so the reconciler asks first.</summary>
    public async Task AbandonAsync(Session session)
    {
        bool leaves = session.Units.Values.Any(unit => unit.State != UnitState.Allocated);
        await UndoAsync(session, unit => unit.State == UnitState.Allocated);
        if (leaves)
            parts.Nudge();
    }

    private async Task UndoAsync(Session session, Func<SessionUnit, bool> which)
    {
        SessionUnit[] own = [.. session.Units.Values.Where(which)];
        Forget(session);
        session.DeletedSeries.Clear();
        if (own.Length == 0)
            return;
        try
        {
            long[] grants = [.. own.Where(unit => unit.IsGrant).Select(unit => unit.Sunum.Value)];
            if (grants.Length > 0)
                await parts.Journal.GrantAsync(session.JournalNumber, grants, parts.Options.GrantHours, CancellationToken.None);
            long[] mine = [.. own.Where(unit => !unit.IsGrant).Select(unit => unit.Sunum.Value)];
            HashSet<long> removing = mine.Length == 0 ? [] : await parts.Journal.RemovingAsync(session.JournalNumber, mine, CancellationToken.None);
            parts.Log.SessionUndone(session.Sumid, session.Client, removing.Count);
            await RemoveAsync([.. own.Where(unit => removing.Contains(unit.Sunum.Value))]);
        }
        catch (SumsFailure lost)
        {
            parts.Log.JournalLost(session.Sumid, lost);   // nothing of it is visible; the reconciler removes the directories
            parts.Nudge();
        }
    }

    /// <summary>Removes directories that the journal says are being removed. One that cannot be removed now is tried again by the reconciler.</summary>
    public async Task RemoveAsync(IReadOnlyList<SessionUnit> units)
    {
        foreach (SessionUnit unit in units)
            await RemoveAsync(unit.Sunum, unit.Path);
    }

    /// <summary>Removes one directory and its entry.</summary>
    /// <returns>False when it could not be removed.</returns>
    public async Task<bool> RemoveAsync(Sunum sunum, string path)
    {
        Failpoint.Hit("sums.remove.journalled");
        try
        {
            string partition = Path.GetDirectoryName(path) ?? "/";
            await parts.Disk.RunAsync(
                partition,
                () =>
                {
                    UnitTree.Remove(path);
                    return true;
                },
                RemovalPatience,
                CancellationToken.None);
            Failpoint.Hit("sums.remove.removed");
            await parts.Journal.ForgetAsync(sunum, CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TimeoutException or SumsFailure)
        {
            parts.Log.RemovalFailed(sunum, path, failure);
            return false;
        }
    }
}
