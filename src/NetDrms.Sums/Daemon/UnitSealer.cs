using System.Collections.Concurrent;
using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>Does <c>put</c>: checks that the directories are the session's, seals them, notes them; rows follow at close. Spec 04 §4.2.</summary>
internal sealed class UnitSealer(SumsParts parts)
{
    /// <summary>Longest retention: the expiry must stay a text of twelve digits.</summary>
    public const double MaxRetentionDays = 2_900_000;

    private const int MaxSeriesLength = 80;   // varchar(80) of sum_main
    private const int UnitsAJob = 64;
    private const int JobsATime = 4;
    private static readonly TimeSpan SealingPatience = TimeSpan.FromHours(1);

    /// <summary>Puts; when it returns the units are on disk and in the journal.</summary>
    /// <exception cref="SumsFailure">None is put; the data of those that are the session's stay for salvage.</exception>
    public async Task PutAsync(Session session, PutRequest request, CancellationToken cancel)
    {
        SessionUnit[] units = [];
        try
        {
            Dictionary<long, string> paths = PathsOf(request);
            if (paths.Count == 0)
                return;
            CheckTerms(request);
            units = await OwnAsync(session, paths, cancel);
            long bytes = await SealAsync(session, units, TermsOf(request), cancel);
            parts.Metrics.Sealed(bytes);
            parts.Log.UnitsSealed(units.Length, request.Series, session.Sumid, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TimeoutException or SumsFailure)
        {
            await BlameAsync(units, failure);
            await KeepForSalvageAsync(session, units.Length > 0 ? units : Named(session, request), request, failure);
            throw failure as SumsFailure ?? SumsFailure.Work(failure.Message, failure);
        }
    }

    // An error of a disk, not of what a client left in its directory.
    private async Task BlameAsync(SessionUnit[] units, Exception failure)
    {
        string[] partitions = [.. units.Select(static unit => unit.Partition).Distinct()];
        bool isDisk = failure is TimeoutException || (failure is IOException && failure.HResult is Posix.InputOutput or Posix.NoSpace or Posix.ReadOnly);
        if (isDisk && partitions.Length == 1)
            await parts.Placement.FailedAsync(partitions[0], failure.Message);
    }

    /// <summary>Keeps the data of a put that is not even tried, in a session that has failed.</summary>
    public Task RefuseAsync(Session session, PutRequest request, SumsFailure why) => KeepForSalvageAsync(session, Named(session, request), request, why);

    // What another session left and this one failed to put goes back to wait for the next.
    private static SessionUnit[] Named(Session session, PutRequest request) =>
        [.. session.Units.Values.Where(unit => !unit.IsGrant && unit.State == UnitState.Allocated && request.Units.Any(named => named.Sunum == unit.Sunum))];

    private static void CheckTerms(PutRequest request)
    {
        CheckRetention(request.RetentionDays);
        if (request.Series.Length is 0 or > MaxSeriesLength)
            throw SumsFailure.Refusal(string.Create(CultureInfo.InvariantCulture, $"series name of {request.Series.Length} characters cannot be stored: 1 to {MaxSeriesLength} can"));
    }

    /// <summary>Refuses a retention whose end cannot be written.</summary>
    public static void CheckRetention(double days)
    {
        if (Math.Abs(days) > MaxRetentionDays)
            throw SumsFailure.Value(string.Create(CultureInfo.InvariantCulture, $"retention is more than {MaxRetentionDays} days"));
    }

    private static Dictionary<long, string> PathsOf(PutRequest request)
    {
        Dictionary<long, string> paths = [];
        foreach (PutUnit unit in request.Units)
        {
            string path = unit.Path.TrimEnd('/');
            if (paths.TryGetValue(unit.Sunum.Value, out string? other) && other != path)
                throw SumsFailure.Refusal($"storage unit {unit.Sunum.ToHex()} is named with two directories, \"{other}\" and \"{path}\"");
            paths[unit.Sunum.Value] = path;
        }
        return paths;
    }

    // Status and substatus by archive type: spec 04 §2.1. What is not to be archived waits for no archive, unlike in the original.
    private PutTerms TermsOf(PutRequest request)
    {
        ArchiveType archive = parts.Options.HasArchive ? ArchiveTypes.FromWire(request.ArchiveType) : ArchiveType.TemporaryNoArchive;
        (int status, int substatus) = archive switch
        {
            ArchiveType.TemporaryArchive => (PutTerms.ArchivePending, PutTerms.ArchiveThenDelete),
            ArchiveType.PermanentArchive => (PutTerms.ArchivePending, PutTerms.ArchivePermanent),
            _ => (PutTerms.DeletePending, PutTerms.DoNotArchive),
        };
        return new(request.Series, Math.Abs(request.RetentionDays), status, substatus);
    }

    // What is wrong with the terms may be why the put failed.
    private PutTerms TermsForSalvage(PutRequest request) => TermsOf(request) with
    {
        Series = request.Series.Length <= MaxSeriesLength ? request.Series : "", RetentionDays = Math.Min(Math.Abs(request.RetentionDays), MaxRetentionDays),
    };

    // Every directory must be the one that alloc gave for the number: to this session, or to one that left it to be put.
    private async Task<SessionUnit[]> OwnAsync(Session session, Dictionary<long, string> paths, CancellationToken cancel)
    {
        List<KeyValuePair<long, string>> foreign = [];
        foreach (KeyValuePair<long, string> named in paths)
        {
            if (!session.Units.TryGetValue(named.Key, out SessionUnit? own))
                foreign.Add(named);
            else if (own.Path != named.Value)
                throw NotAllocated(new(named.Key), named.Value, $"has {own.Path}");
            else if (own.State != UnitState.Allocated)
                throw SumsFailure.Refusal($"storage unit {own.Sunum.ToHex()} {(own.State == UnitState.Sealed ? "was put already" : "waits for salvage: its put failed")}");
        }
        if (foreign.Count > 0)
            await TakeAsync(session, foreign, cancel);
        return [.. paths.Keys.Order().Select(sunum => session.Units[sunum])];
    }

    private async Task TakeAsync(Session session, List<KeyValuePair<long, string>> foreign, CancellationToken cancel)
    {
        long[] sunums = [.. foreign.Select(named => named.Key)];
        HashSet<long> taken = await parts.Journal.TakeGrantsAsync(session.JournalNumber, session.Caller, sunums, [.. foreign.Select(named => named.Value)], cancel);
        foreach ((long sunum, string path) in foreign.Where(named => taken.Contains(named.Key)))
            session.Units[sunum] = new(new(sunum), path, Keep: true, IsGrant: true);
        foreach ((long sunum, string path) in foreign.Where(named => !taken.Contains(named.Key)))
            throw NotAllocated(new(sunum), path, await parts.Journal.ExplainAsync(new(sunum), cancel));
    }

    private static SumsFailure NotAllocated(Sunum sunum, string path, string? known) => SumsFailure.Denied(
        path,
        $"\"{path}\" is not the directory that alloc gave for storage unit {sunum.ToHex()}{(known is null ? "" : $", which {known}")}");

    private async Task<long> SealAsync(Session session, SessionUnit[] units, PutTerms terms, CancellationToken cancel)
    {
        long[] sunums = NumbersOf(units);
        if (await parts.Journal.SealingAsync(session.JournalNumber, sunums, terms, cancel) != sunums.Length)
            throw SumsFailure.Work("another daemon has settled units of this session");
        Failpoint.Hit("sums.put.journalled");
        long[] bytes = new long[units.Length];
        ConcurrentBag<(long Sunum, UnitManifest Manifest)> manifests = [];   // a few; those of many units are written job by job
        await Parallel.ForEachAsync(JobsOf(units), new ParallelOptions { MaxDegreeOfParallelism = JobsATime, CancellationToken = cancel }, async (job, stop) =>
        {
            SealedUnit[] done = await parts.Disk.RunAsync(
                job.Partition, () => job.Units.Select(i => UnitSeal.Seal(units[i].Path, parts.Owner)).ToArray(), SealingPatience, stop);
            foreach ((int i, SealedUnit unit) in job.Units.Zip(done))
                bytes[i] = unit.Size.Bytes;
            (long, UnitManifest)[] own = [.. job.Units.Zip(done, (i, unit) => (sunums[i], unit.Manifest))];
            if (units.Length > UnitsAJob || done.Sum(static unit => unit.Manifest.Entries.Count) > ManifestTable.MaxEntriesAtOnce)
                await NoteAsync(own, stop);
            else
                Array.ForEach(own, manifests.Add);
        });
        Failpoint.Hit("sums.put.sealed");
        if (await parts.Journal.SealedAsync(session.JournalNumber, sunums, bytes, [.. manifests], CancellationToken.None) != sunums.Length)
            throw SumsFailure.Work("another daemon has settled units of this session");
        Failpoint.Hit("sums.put.recorded");
        for (int i = 0; i < units.Length; i++)
        {
            units[i].State = UnitState.Sealed;
            parts.Placement.Reservations.Release(sunums[i]);   // its bytes are no longer free
            parts.Placement.Reservations.Learn(units[i].AskedBytes, bytes[i]);
        }
        return bytes.Sum();
    }

    private async Task NoteAsync((long Sunum, UnitManifest Manifest)[] manifests, CancellationToken cancel)
    {
        List<(long, UnitManifest)> piece = [];
        int entries = 0;
        foreach ((long sunum, UnitManifest manifest) in manifests)
        {
            piece.Add((sunum, manifest));
            entries += manifest.Entries.Count;
            if (entries < ManifestTable.MaxEntriesAtOnce && sunum != manifests[^1].Sunum)
                continue;
            await parts.Journal.ManifestsAsync(piece, cancel);
            piece.Clear();
            entries = 0;
        }
    }

    private static long[] NumbersOf(SessionUnit[] units) => [.. units.Select(unit => unit.Sunum.Value)];

    private static IEnumerable<(string Partition, int[] Units)> JobsOf(SessionUnit[] units) =>
        Enumerable.Range(0, units.Length).GroupBy(i => units[i].Partition, StringComparer.Ordinal)
            .SelectMany(group => group.Chunk(UnitsAJob).Select(job => (group.Key, job)));

    // The original's client does not notice a refused put and commits its records: their data must be there to be saved.
    private async Task KeepForSalvageAsync(Session session, SessionUnit[] units, PutRequest request, Exception failure)
    {
        if (units.Length == 0)
            return;
        foreach (SessionUnit unit in units)
            unit.State = UnitState.Failed;
        parts.Log.PutFailed(session.Sumid, session.Client, string.Join(", ", units.Take(10).Select(unit => unit.Path)), failure);
        try
        {
            await parts.Journal.FailedAsync(session.JournalNumber, NumbersOf(units), TermsForSalvage(request), failure.Message, parts.Options.SalvageDays, CancellationToken.None);
        }
        catch (SumsFailure lost)
        {
            parts.Log.JournalLost(session.Sumid, lost);   // the entries say "sealing": the reconciler asks the DRMS database before it removes them
        }
    }
}
