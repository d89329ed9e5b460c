using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>The duty "archive": each night the runs of the tape groups whose cadence is over, then second copies; runs that were interrupted are gone on with. Spec 04 §5.2.</summary>
/// <param name="archive">The site's archive.</param>
/// <param name="time">The clock.</param>
internal sealed class ArchiveDuty(SiteArchive archive, TimeProvider time) : IProgress<string>
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(30);
    private readonly ArchiveRows _rows = new(archive.Database);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await RefreshAsync(stop);
        await RunAsync(await _rows.InterruptedAsync(stop), stop);
        DateTimeOffset night = NextNight(time.GetLocalNow());
        while (true)
        {
            DateTimeOffset now = time.GetLocalNow();
            if (now >= night)
            {
                await RunAsync(await _rows.DueAsync(night, stop), stop);
                night = NextNight(time.GetLocalNow());
            }
            else
            {
                TimeSpan wait = night - now < Retry ? night - now : Retry;
                await Task.Delay(wait, time, stop);
                if (time.GetLocalNow() < night)
                    await RunAsync(await _rows.InterruptedAsync(stop), stop);
            }
        }
    }

    // So that what is missing is told at start, not at night. A library that does not answer now is asked again by each run.
    private async Task RefreshAsync(CancellationToken stop)
    {
        try
        {
            await archive.Main.RefreshAsync(stop);
            if (archive.Safe is not null)
                await archive.Safe.RefreshAsync(stop);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            archive.Log.LibraryUnreachable(failure);
        }
    }

    /// <summary>The next time, after an instant, at which a nightly run begins; its date does not creep, however long a run takes.</summary>
    internal DateTimeOffset NextNight(DateTimeOffset now)
    {
        DateTime today = now.Date.AddHours(archive.Options.RunHour);
        DateTime next = today > now.DateTime ? today : today.AddDays(1);
        return new(next, time.LocalTimeZone.GetUtcOffset(next));
    }

    /// <summary>Does the runs of tape groups one after another; one that fails does not hold up the others.</summary>
    internal async Task RunAsync(IReadOnlyList<int> groups, CancellationToken cancel)
    {
        foreach (int group in groups)
        {
            try
            {
                await archive.Writer.RunAsync(group, this, cancel);
            }
            catch (Exception failure) when (failure is DrmsException or SumsFailure or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                archive.Log.RunFailed(group, failure);
            }
        }
        if (archive.Copier is not null && groups.Count > 0)
        {
            try
            {
                await archive.Copier.CopyAsync(tapeId: null, this, cancel);
            }
            catch (Exception failure) when (failure is DrmsException or SumsFailure or IOException or UnauthorizedAccessException)
            {
                archive.Log.CopyFailed(failure);
            }
        }
    }

    void IProgress<string>.Report(string value)
    {
        // nobody watches at night; the log has each file
    }
}
