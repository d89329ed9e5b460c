using System.Diagnostics;

namespace NetDrms.Server.Web.Turns;

/// <summary>Lets so many queries run at a time, and so many of one address; the others wait: round robin between addresses, first come first served within one. Spec 06 §1.</summary>
/// <param name="limits">How many.</param>
/// <remarks>Thread-safe. A client that sends a thousand requests delays its own, not those of others.</remarks>
internal sealed class FairQueue(TurnLimits limits)
{
    private readonly Lock _lock = new();   // guards everything below
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);   // addresses that run or wait
    private readonly Queue<Line> _ready = new();   // addresses that wait and may run one more, in the order of their turns
    private int _running;
    private int _waiting;

    /// <summary>Queries that run now.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>Requests that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="address">Who asks.</param>
    /// <param name="cancel">The client went away: it leaves the queue.</param>
    /// <returns>The turn, to be disposed when the query has ended; or why there is none.</returns>
    public async ValueTask<Turn> TakeAsync(string address, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (!_lines.TryGetValue(address, out Line? line))
                _lines.Add(address, line = new Line(address));
            if (_running < limits.Running && line.Running < limits.RunningPerAddress && line.Waiters.Count == 0)
            {
                Start(line);
                return new Turn(this, line, TimeSpan.Zero, TurnRefusal.None);
            }
            TurnRefusal refusal = line.Waiters.Count >= limits.WaitingPerAddress ? TurnRefusal.AddressIsFull : _waiting >= limits.Waiting ? TurnRefusal.QueueIsFull : TurnRefusal.None;
            if (refusal != TurnRefusal.None)
            {
                ForgetIfIdle(line);
                return new Turn(null, null, TimeSpan.Zero, refusal);
            }
            waiter = new Waiter(line);
            waiter.Place = line.Waiters.AddLast(waiter);
            _waiting++;
            SetReady(line);
        }
        return await WaitAsync(waiter, cancel);
    }

    /// <summary>Ends a turn and begins the next.</summary>
    internal void End(Line line)
    {
        List<Waiter>? begun = null;
        lock (_lock)
        {
            _running--;
            line.Running--;
            SetReady(line);
            while (_running < limits.Running && _ready.TryDequeue(out Line? next))
            {
                next.IsReady = false;
                if (next.Waiters.First is not LinkedListNode<Waiter> first || next.Running >= limits.RunningPerAddress)
                    continue;
                next.Waiters.Remove(first);
                _waiting--;
                Start(next);
                SetReady(next);
                first.Value.HasTurn = true;
                (begun ??= []).Add(first.Value);
            }
            ForgetIfIdle(line);
        }
        foreach (Waiter waiter in begun ?? [])
            waiter.Signal.TrySetResult();
    }

    private async ValueTask<Turn> WaitAsync(Waiter waiter, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            await waiter.Signal.Task.WaitAsync(limits.Wait, cancel);
            return new Turn(this, waiter.Line, Stopwatch.GetElapsedTime(began), TurnRefusal.None);
        }
        catch (TimeoutException)
        {
            return Leave(waiter)
                ? new Turn(null, null, Stopwatch.GetElapsedTime(began), TurnRefusal.WaitedTooLong)
                : new Turn(this, waiter.Line, Stopwatch.GetElapsedTime(began), TurnRefusal.None);   // its turn came at that very moment
        }
        catch (OperationCanceledException)
        {
            if (!Leave(waiter))
                End(waiter.Line);
            throw;
        }
    }

    // False when the turn has begun already.
    private bool Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.HasTurn)
                return false;
            waiter.Line.Waiters.Remove(waiter.Place!);
            _waiting--;
            ForgetIfIdle(waiter.Line);
            return true;
        }
    }

    private void Start(Line line)
    {
        _running++;
        line.Running++;
    }

    private void SetReady(Line line)
    {
        if (line.IsReady || line.Waiters.Count == 0 || line.Running >= limits.RunningPerAddress)
            return;
        line.IsReady = true;
        _ready.Enqueue(line);
    }

    private void ForgetIfIdle(Line line)
    {
        if (line.Running == 0 && line.Waiters.Count == 0 && _lines.TryGetValue(line.Address, out Line? known) && known == line)
            _lines.Remove(line.Address);
    }

    /// <summary>One address: what runs and what waits.</summary>
    internal sealed class Line(string address)
    {
        public string Address { get; } = address;

        public int Running { get; set; }

        public LinkedList<Waiter> Waiters { get; } = new();

        public bool IsReady { get; set; }
    }

    /// <summary>One request that waits.</summary>
    internal sealed class Waiter(Line line)
    {
        public Line Line { get; } = line;

        public LinkedListNode<Waiter>? Place { get; set; }

        public bool HasTurn { get; set; }

        public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
