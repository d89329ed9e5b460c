using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Access;

/// <summary>Writes table <c>netdrms.sums_audit</c>. What changes something is written in the statement that changes it; what was refused is gathered here and written in bulk.</summary>
/// <remarks>A stranger who knocks without end makes one row a second, which counts: equal entries become one.</remarks>
internal sealed class AuditTrail(SumsDatabase database, int instance, ILogger log)
{
    private const int MaxWaiting = 10_000;
    private const int MaxRowsAWrite = 200;   // different entries of one second beyond this become one
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Channel<AuditEntry> _refused = Channel.CreateBounded<AuditEntry>(MaxWaiting);

    /// <summary>Number of this run of the daemon.</summary>
    public int Instance => instance;

    /// <summary>Notes an attempt that was refused. Never waits: beyond ten thousand waiting entries the log has it instead.</summary>
    public void Note(AuditEntry entry)
    {
        if (!_refused.Writer.TryWrite(entry))
            log.AuditUnwritten(entry.ToString());
    }

    /// <summary>Writes until it is stopped, then what is left.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<AuditEntry> waiting = [];
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await TryWriteAsync(waiting);
        }
        await TryWriteAsync(waiting);
        foreach (AuditEntry lost in waiting)
            log.AuditUnwritten(lost.ToString());
    }

    private async Task TryWriteAsync(List<AuditEntry> waiting)
    {
        while (waiting.Count < MaxWaiting && _refused.Reader.TryRead(out AuditEntry? entry))
            waiting.Add(entry);
        if (waiting.Count == 0)
            return;
        try
        {
            await WriteAsync(waiting);
            waiting.Clear();
        }
        catch (SumsFailure lost)
        {
            log.AuditWaits(waiting.Count, lost);
        }
    }

    private Task<int> WriteAsync(List<AuditEntry> entries)
    {
        var groups = entries.GroupBy(static e => (e.Action, Subject: e.ShortSubject, e.Caller.User, e.Caller.IsClaimed, Host: HostOf(e.Caller.Address))).ToList();
        List<(AuditEntry First, int Times)> rows = [.. groups.Take(MaxRowsAWrite).Select(static g => (g.First(), g.Count()))];
        if (groups.Count > MaxRowsAWrite)
        {
            AuditEntry first = groups[MaxRowsAWrite].First();
            rows.Add((first with { Subject = "", Detail = "further refusals of the same second, by several" }, groups.Skip(MaxRowsAWrite).Sum(static g => g.Count())));
        }
        return database.ExecuteAsync(
            $"""
            insert into netdrms.sums_audit (instance, session, action, subject, db_user, claimed, address, pid, times, detail)
            select {instance}, nullif(w.session, 0), w.action, w.subject, case when w.is_claimed then null else w.name end, case when w.is_claimed then w.name end, w.address, w.pid, w.times, w.detail
            from unnest(
                {rows.ConvertAll(static r => r.First.Session).ToArray()}, {rows.ConvertAll(static r => r.First.Action).ToArray()}, {rows.ConvertAll(static r => r.First.ShortSubject).ToArray()},
                {rows.ConvertAll(static r => r.First.Caller.User).ToArray()}, {rows.ConvertAll(static r => r.First.Caller.IsClaimed).ToArray()}, {rows.ConvertAll(static r => r.First.Caller.Address).ToArray()},
                {rows.ConvertAll(static r => r.First.Caller.Pid).ToArray()}, {rows.ConvertAll(static r => r.Times).ToArray()}, {rows.ConvertAll(static r => r.First.ShortDetail).ToArray()})
              as w(session, action, subject, name, is_claimed, address, pid, times, detail)
            """,
            CancellationToken.None);
    }

    // Each connection of a client has another port.
    private static string HostOf(string address) => address.LastIndexOf(':') is int colon and > 0 ? address[..colon] : address;

    /// <summary>Columns and values that a statement of a change inserts, up to those that are its own: action, subject, sunums, detail follow.</summary>
    /// <param name="caller">Who changes.</param>
    /// <param name="session">In which session.</param>
    /// <returns><c>insert into … (…) select …,</c></returns>
    public SqlText Insert(Caller caller, long session) => $"""
        insert into netdrms.sums_audit (instance, session, db_user, claimed, address, pid, action, subject, sunums, detail)
        select {instance}, {session}, {caller.Checked}, {caller.Claimed}, {caller.Address}, {caller.Pid},
        """;
}
