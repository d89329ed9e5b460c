using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>Brings units back that are wanted: several volumes at a time, one reader a volume among all daemons. What one that died has begun, another goes on with.</summary>
internal sealed class Retriever(SiteArchive archive)
{
    private const int VolumesATime = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(500);
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, Task<bool>> _running = new(StringComparer.Ordinal);

    /// <summary>Asks to look at once.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Runs until it is stopped; what it was reading is read again later.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        TimeSpan wait = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await NudgedWithinAsync(wait, stop);
                bool isBusy = await ReapAsync();
                await BeginAsync(stop);
                wait = isBusy || _running.Count > 0 ? Busy : Pause;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (SumsFailure lost)
            {
                archive.Log.RetrieverFailed(lost);
                wait = Pause;
            }
        }
        foreach (Task<bool> running in _running.Values)
            await running;   // they never fail
    }

    private async Task NudgedWithinAsync(TimeSpan wait, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(wait);
        try
        {
            await _nudges.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // time to look without being asked
        }
    }

    // True when a volume was not to be had: somebody else works on it.
    private async Task<bool> ReapAsync()
    {
        bool isBusy = false;
        foreach (string tapeId in _running.Where(static entry => entry.Value.IsCompleted).Select(static entry => entry.Key).ToList())
        {
            isBusy |= !await _running[tapeId];
            _running.Remove(tapeId);
        }
        return isBusy;
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        await archive.RetrievalRows.SweepAsync(stop);
        foreach (string tapeId in await archive.RetrievalRows.VolumesAsync(stop))
        {
            if (_running.Count < VolumesATime && !_running.ContainsKey(tapeId))
                _running[tapeId] = Task.Run(() => ReadAsync(tapeId, stop), CancellationToken.None);
        }
    }

    private async Task<bool> ReadAsync(string tapeId, CancellationToken stop)
    {
        try
        {
            await using AdvisoryLock? held = await AdvisoryLock.TryTakeAsync(archive.Database.Target, AdvisoryLock.Volume, tapeId, stop);
            if (held is null)
                return false;
            await using VolumeReader reader = new(archive, held, tapeId);
            await reader.SettleAsync(stop);
            await reader.ReadAsync(stop);
            Nudge();   // another volume may have waited for this one to end
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception failure) when (failure is SumsFailure or DrmsException or IOException or UnauthorizedAccessException || SumsDatabase.IsLost(failure))
        {
            archive.Log.RetrieverFailed(failure);
            return true;
        }
    }
}
