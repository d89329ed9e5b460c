using System.Globalization;
using NetDrms.Sums.Access;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Daemon;

/// <summary>How far a unit of a session has come.</summary>
internal enum UnitState
{
    /// <summary>The client fills it.</summary>
    Allocated,
    /// <summary>Put, and durable.</summary>
    Sealed,
    /// <summary>Its put failed.</summary>
    Failed,
}

/// <summary>A unit that a session has to do with.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Keep">It outlives a close without a put.</param>
/// <param name="IsGrant">It was allocated by another session, which left it.</param>
internal sealed record SessionUnit(Sunum Sunum, string Path, bool Keep, bool IsGrant)
{
    public UnitState State { get; set; }

    /// <summary>Room that was asked for it; 0 when another session asked.</summary>
    public long AskedBytes { get; init; }

    /// <summary>The partition that it lies in.</summary>
    public string Partition => System.IO.Path.GetDirectoryName(Path) ?? "/";
}

/// <summary>The pending work of one connection; nothing of it is in the original's tables before it closes. Touched by one task at a time.</summary>
internal sealed class Session
{
    private Session(long journalNumber, long sumid, string client, Caller caller)
    {
        JournalNumber = journalNumber;
        Sumid = sumid;
        Client = client;
        Caller = caller;
    }

    /// <summary>A session that a client opened.</summary>
    public static Session Opened(long number, string client, Caller caller) => new(number, number, client, caller);

    /// <summary>A connection of one request, which brings a number of its own choice; in the journal it has one that no session can have.</summary>
    public static Session Single(long number, ulong claimed, string client, Caller caller) => new(-number, unchecked((long)claimed), client, caller) { IsSingle = true };

    /// <summary>Number in the journal; unique, negative for a single request.</summary>
    public long JournalNumber { get; }

    /// <summary>Number in the original's tables.</summary>
    public long Sumid { get; }

    /// <summary>Who it is, for the journal and the log.</summary>
    public string Client { get; }

    /// <summary>Who it is, for rights and the audit.</summary>
    public Caller Caller { get; }

    /// <summary>When it began, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long BeganAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>The request that it waits for; null between requests. Read by others for a look only.</summary>
    public volatile string? Doing;

    /// <summary>Number of its units; read by others for a look only.</summary>
    public int UnitCount => Units.Count;

    /// <summary>True for a connection of one request. Spec 04 §3.3.</summary>
    public bool IsSingle { get; private init; }

    /// <summary>The client announced that it polls for units that are read back. Spec 04 §3.6.</summary>
    public bool CanPoll { get; set; }

    /// <summary>An error dooms a session: it can only be ended, and nothing of it becomes visible. Spec 04 §3.2.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Its units by number.</summary>
    public Dictionary<long, SessionUnit> Units { get; } = [];

    /// <summary>Series whose units expire when it closes.</summary>
    public List<string> DeletedSeries { get; } = [];

    /// <summary>True for the number that the client must name; the original's client keeps only 32 bits of it.</summary>
    public bool Is(ulong claimed) => claimed == (ulong)Sumid || claimed == (uint)Sumid;

    /// <summary>Numbers of the units in a state.</summary>
    public long[] Numbers(Func<SessionUnit, bool> which) => [.. Units.Values.Where(which).Select(unit => unit.Sunum.Value)];

    /// <summary>The number as people and the wire write it.</summary>
    public override string ToString() => Sumid.ToString("x", CultureInfo.InvariantCulture);
}
