using System.Diagnostics;
using System.Security.Cryptography;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>Where units are asked back: get and poll of the daemon, restoring of the verification, commands.</summary>
internal sealed class RetrievalDesk(SiteArchive archive)
{
    private const int RequestBytes = 16;
    private readonly ExpiryJournal _expiry = new(archive.Database);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks for units that are not on line.</summary>
    /// <returns>Those that are archived: they are on their way.</returns>
    public async Task<long[]> WantAsync(long[] sunums, double days, CancellationToken cancel)
    {
        await _expiry.UndeleteAsync(sunums, cancel);   // what the steward has only taken off line comes back without a volume
        long[] wanted = [.. await archive.RetrievalRows.WantAsync(sunums, days, cancel)];
        if (wanted.Length > 0)
            archive.Retriever.Nudge();
        return wanted;
    }

    /// <summary>Keeps a request, to be polled for.</summary>
    /// <returns>Its id, which nobody can guess.</returns>
    public async Task<string> KeepAsync(Sunum[] units, CancellationToken cancel)
    {
        string request = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RequestBytes));
        await archive.RetrievalRows.KeepRequestAsync(request, [.. units.Select(static unit => unit.Value)], cancel);
        return request;
    }

    /// <summary>Looks how far a request is.</summary>
    /// <returns>Its units, null when the id is not known; and whether some are on their way.</returns>
    public async Task<(Sunum[]? Units, bool IsPending)> PollAsync(string request, CancellationToken cancel)
    {
        if (await archive.RetrievalRows.RequestAsync(request, cancel) is not long[] sunums)
            return (null, false);
        return ([.. sunums.Select(static number => new Sunum(number))], (await archive.RetrievalRows.PendingAsync(sunums, cancel)).Count > 0);
    }

    /// <summary>Waits until none of units is on its way any more, or the time is over.</summary>
    /// <returns>False when the time is over.</returns>
    public async Task<bool> WaitAsync(long[] sunums, TimeSpan limit, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan pause = FirstLook;
        while ((await archive.RetrievalRows.PendingAsync(sunums, cancel)).Count > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
                return false;
            await Task.Delay(pause, cancel);
            pause = pause * 2 < LongestLook ? pause * 2 : LongestLook;
        }
        return true;
    }

    /// <summary>Replaces a damaged unit that is on line by what is archived, and waits for it.</summary>
    /// <returns>Null when it was replaced; else why not.</returns>
    public async Task<string?> RestoreAsync(Sunum sunum, CancellationToken cancel)
    {
        if (!await archive.RetrievalRows.WantRestoreAsync(sunum.Value, cancel) && (await archive.RetrievalRows.PendingAsync([sunum.Value], cancel)).Count == 0)
            return "it is not archived";
        archive.Retriever.Nudge();
        await WaitAsync([sunum.Value], TimeSpan.MaxValue, cancel);
        return await archive.RetrievalRows.FailureAsync(sunum.Value, cancel);
    }
}
