namespace NetDrms.Modules.Driver;

/// <summary>A query that its user can stop; made by <see cref="RunningQueries.Begin"/>.</summary>
internal sealed class RunningQuery : IDisposable
{
    private readonly Lock _gate = new();   // guards _hasEnded: a stop may meet the end
    private readonly RunningQueries? _owner;
    private readonly CancellationTokenSource _stop;
    private bool _hasEnded;

    internal RunningQuery(RunningQueries? owner, (string Handle, string Address) key, CancellationToken cancel)
    {
        _owner = owner;
        Key = key;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Token = _stop.Token;
    }

    /// <summary>Ends with the query's own token, or when its user stops it.</summary>
    public CancellationToken Token { get; }

    /// <summary>True when its user stopped it.</summary>
    public bool IsStopped { get; private set; }

    internal (string Handle, string Address) Key { get; }

    /// <summary>Ends the registration.</summary>
    public void Dispose()
    {
        _owner?.End(this);
        lock (_gate)
        {
            _hasEnded = true;
            _stop.Dispose();
        }
    }

    internal void Stop()
    {
        lock (_gate)
        {
            if (_hasEnded)
                return;
            IsStopped = true;
            _stop.Cancel();
        }
    }
}
