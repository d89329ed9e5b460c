namespace NetDrms.Sums.Integrity;

/// <summary>Holds reading to a rate: after each piece it waits until the time is up that the bytes so far should have taken.</summary>
internal sealed class ReadingPace(double bytesPerSecond, TimeProvider time, CancellationToken cancel)
{
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(100);   // what a pause may make up for: no bursts after a quiet hour
    private readonly Lock _gate = new();
    private long _dueAt = time.GetTimestamp();

    /// <summary>Counts bytes and waits.</summary>
    /// <exception cref="OperationCanceledException">The reading shall end.</exception>
    public void Spend(int bytes)
    {
        TimeSpan wait;
        lock (_gate)
        {
            long now = time.GetTimestamp();
            long earliest = now - (long)(Credit.TotalSeconds * time.TimestampFrequency);
            _dueAt = Math.Max(_dueAt, earliest) + (long)(bytes / bytesPerSecond * time.TimestampFrequency);
            wait = time.GetElapsedTime(now, _dueAt);
        }
        if (wait > TimeSpan.Zero)
            cancel.WaitHandle.WaitOne(wait);
        cancel.ThrowIfCancellationRequested();
    }
}
