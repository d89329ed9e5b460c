using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace NetDrms.Sums.Partitions;

/// <summary>Runs blocking file work on threads of its own, at most eight a partition: a hanging mount stops its own work only, never the daemon's.</summary>
internal sealed class DiskWork
{
    private const int ThreadsPerPartition = 8;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox<int>> _waiting = new(StringComparer.Ordinal);

    /// <summary>How much work runs or waits on a partition.</summary>
    public int WaitingOn(string partition) => _waiting.TryGetValue(partition, out StrongBox<int>? count) ? Volatile.Read(ref count.Value) : 0;

    /// <summary>Runs work on a partition.</summary>
    /// <param name="patience">How long to wait for one of the partition's threads and for the work.</param>
    /// <exception cref="TimeoutException">It took longer; the work goes on, nobody waits for it.</exception>
    public async Task<T> RunAsync<T>(string partition, Func<T> work, TimeSpan patience, CancellationToken cancel)
    {
        SemaphoreSlim gate = _gates.GetOrAdd(partition, _ => new(ThreadsPerPartition));
        StrongBox<int> waiting = _waiting.GetOrAdd(partition, _ => new());
        Interlocked.Increment(ref waiting.Value);
        bool runs = false;
        try
        {
            runs = await gate.WaitAsync(patience, cancel);
        }
        finally
        {
            if (!runs)
                Interlocked.Decrement(ref waiting.Value);
        }
        if (!runs)
            throw new TimeoutException($"{partition} did not answer in {patience.TotalSeconds:0.#} s");
        Task<T> running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return work();
                }
                finally
                {
                    gate.Release();
                    Interlocked.Decrement(ref waiting.Value);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(patience, cancel);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            _ = running.ContinueWith(
                late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);   // observed: nobody else will
            throw new TimeoutException($"{partition} did not answer in {patience.TotalSeconds:0.#} s");
        }
    }
}
