namespace NetDrms.Server.Web.Turns;

/// <summary>Leave to run a query, until it is disposed; or the refusal of it.</summary>
/// <param name="queue">The queue that gave it; null for a refusal.</param>
/// <param name="line">The address it counts for.</param>
/// <param name="waited">How long it was waited for.</param>
/// <param name="refusal">Why there is none.</param>
internal readonly struct Turn(FairQueue? queue, FairQueue.Line? line, TimeSpan waited, TurnRefusal refusal) : IDisposable
{
    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; } = waited;

    /// <summary>Why there is none.</summary>
    public TurnRefusal Refusal { get; } = refusal;

    /// <summary>Lets the next one run.</summary>
    public void Dispose()
    {
        if (line is not null)
            queue?.End(line);
    }
}
