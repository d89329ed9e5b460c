using NetDrms.Database.Cluster;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Journal;

/// <summary>Finds the daemon runs that have died with units unsettled. Spec 04, better 11.</summary>
/// <remarks>
/// A living run holds an advisory lock. That the lock is free is not enough: when the database restarts, all locks are free until their daemons have connected again.
/// So a run is dead that has ended in good order, whose process on this machine is gone, or whose lock was free each time for longer than a living daemon needs.
/// </remarks>
internal sealed class DeadRuns(SumsDatabase database, UnitJournal journal)
{
    private static readonly TimeSpan Reconnecting = TimeSpan.FromSeconds(15);   // several heartbeats
    private readonly Dictionary<int, long> _freeSince = [];

    private sealed record Run(int Number, string? Host, int Pid, bool HasEnded, bool IsFree);

    /// <summary>The numbers of dead runs that have left something. Not thread-safe.</summary>
    public async Task<List<int>> FindAsync(CancellationToken cancel)
    {
        List<Run> runs = await database.ReadAsync(
            $"""
            select r.instance, i.host, coalesce(i.pid, 0), i.ended is not null, pg_try_advisory_xact_lock({DaemonInstance.LockClass}, r.instance)
            from (select distinct instance from netdrms.sums_unit where instance <> {journal.Instance} and step not in ('granted', 'unconfirmed')) r
            left join netdrms.sums_instance i on i.instance = r.instance
            """,
            row => new Run(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4)),
            cancel);
        HashSet<int> free = [.. runs.Where(static run => run.IsFree).Select(static run => run.Number)];
        foreach (int taken in _freeSince.Keys.Where(number => !free.Contains(number)).ToList())
            _freeSince.Remove(taken);
        long now = Environment.TickCount64;
        foreach (int number in free)
            _freeSince.TryAdd(number, now);
        return [.. runs.Where(run => run.IsFree && (IsCertain(run) || now - _freeSince[run.Number] >= Reconnecting.TotalMilliseconds)).Select(static run => run.Number)];
    }

    private static bool IsCertain(Run run) =>
        run.HasEnded || run.Host is null || (run.Host == Environment.MachineName && run.Pid != Environment.ProcessId && !RunningProcess.Exists(run.Pid));
}
