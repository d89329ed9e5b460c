using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>Does <c>get</c> and <c>info</c>: what is committed, and what the session itself has put. Every position is answered, also a repeated one.</summary>
internal sealed class UnitLookup(SumsParts parts)
{
    /// <summary>Where units lie; null for what is off line or unknown. Archived ones are brought back if asked, under alive frames or, for a client that polls, in the background.</summary>
    public async Task<Action<JsonText>> GetAsync(Session session, GetRequest request, CancellationToken cancel)
    {
        string?[] paths = await PathsAsync(session, request, cancel);
        long[] away = parts.Archive is null || !request.Retrieve ? [] : Storable([.. request.Units.Where((_, i) => paths[i] is null)]);
        long[] coming = away.Length == 0 ? [] : await parts.Archive!.Desk.WantAsync(away, request.RetentionDays, cancel);
        if (away.Length == 0)
            return json => AnswerWriter.Paths(json, request.Units, paths);
        if (coming.Length > 0 && session.CanPoll)
        {
            string id = await parts.Archive!.Desk.KeepAsync(request.Units, cancel);
            return json => AnswerWriter.TapeRead(json, id, request.Units, paths);
        }
        await parts.Archive!.Desk.WaitAsync(coming, TimeSpan.FromSeconds(parts.Archive.Options.GetWaitSeconds), cancel);
        Dictionary<long, string> back = await parts.Leases.PathsAsync(away, cancel);
        for (int i = 0; i < paths.Length; i++)
            paths[i] ??= back.GetValueOrDefault(request.Units[i].Value);
        return json => AnswerWriter.Paths(json, request.Units, paths);
    }

    /// <summary>Tells how far a get is that brings units back.</summary>
    public async Task<Action<JsonText>> PollAsync(PollRequest request, CancellationToken cancel)
    {
        (Sunum[]? units, bool isPending) = parts.Archive is null ? (null, false) : await parts.Archive.Desk.PollAsync(request.RequestId, cancel);
        if (units is null)
            throw SumsFailure.Refusal($"no retrieval is pending under request id {request.RequestId[..Math.Min(request.RequestId.Length, 64)]}");
        Dictionary<long, string> there = await parts.Leases.PathsAsync(Storable(units), cancel);
        string?[] paths = [.. units.Select(unit => there.GetValueOrDefault(unit.Value))];
        return isPending ? json => AnswerWriter.TapeRead(json, request.RequestId, units, paths) : json => AnswerWriter.Polled(json, units, paths);
    }

    private async Task<string?[]> PathsAsync(Session session, GetRequest request, CancellationToken cancel)
    {
        UnitSealer.CheckRetention(request.RetentionDays);
        long[] asked = Storable(request.Units);
        if (asked.Length == 0)
            return new string?[request.Units.Length];
        long[] pending = Pending(session, asked);
        if (request.Touch && pending.Length > 0)
            await parts.Journal.TouchAsync(session.JournalNumber, pending, request.RetentionDays, cancel);
        if (request.Touch)
            await TouchAsync(session, asked, request.RetentionDays, cancel);
        Dictionary<long, string> paths = await parts.Leases.PathsAsync(asked, cancel);
        foreach (long sunum in pending)
            paths[sunum] = session.Units[sunum].Path;
        return [.. request.Units.Select(unit => paths.GetValueOrDefault(unit.Value))];
    }

    // A retention that is not negative may shorten: for the owner of the series and administrators. Others only ever lengthen.
    private async Task TouchAsync(Session session, long[] asked, double days, CancellationToken cancel)
    {
        if (days < 0)
        {
            await parts.Tables.LengthenAsync(asked, -days, cancel);
            return;
        }
        long[] own = parts.Owners.IsFree(session.Caller) ? asked : await OwnAsync(session, asked, cancel);
        if (own.Length > 0)
            await parts.Tables.SetRetentionAsync(own, days, parts.Audit.Insert(session.Caller, session.Sumid), cancel);
        if (own.Length < asked.Length)
            await parts.Tables.LengthenAsync([.. asked.Except(own)], days, cancel);
    }

    private async Task<long[]> OwnAsync(Session session, long[] asked, CancellationToken cancel)
    {
        List<long> own = [];
        foreach ((string series, long[] units) in await parts.Tables.SeriesOfAsync(asked, cancel))
        {
            if (await parts.Owners.MayShortenAsync(session.Caller, series, cancel))
                own.AddRange(units);
        }
        return [.. own];
    }

    /// <summary>What is known of units.</summary>
    public async Task<StorageUnit[]> UnitsAsync(Session session, InfoRequest request, CancellationToken cancel)
    {
        long[] asked = Storable(request.Units);
        Dictionary<long, StorageUnit> units = asked.Length == 0 ? [] : await parts.Tables.UnitsAsync(asked, cancel);
        foreach (string series in session.DeletedSeries)
        {
            foreach (StorageUnit unit in units.Values.Where(unit => unit.OwningSeries.Equals(series, StringComparison.OrdinalIgnoreCase)).ToList())
                units[unit.Sunum.Value] = unit with { EffectiveDate = "0", Status = PutTerms.DeletePending, Substatus = PutTerms.SeriesDeleted };
        }
        long[] pending = Pending(session, asked);
        if (pending.Length > 0)
        {
            foreach (StorageUnit unit in await parts.Journal.PendingAsync(session.JournalNumber, session.Sumid, pending, parts.Options.UserName, cancel))
                units[unit.Sunum.Value] = unit;
        }
        return [.. request.Units.Select(unit => units.GetValueOrDefault(unit.Value) ?? StorageUnit.Unknown(unit))];
    }

    private static long[] Storable(Sunum[] units) => [.. units.Where(unit => unit.IsStorable).Select(unit => unit.Value).Distinct()];

    private static long[] Pending(Session session, long[] asked) =>
        [.. asked.Where(sunum => session.Units.TryGetValue(sunum, out SessionUnit? unit) && unit.State == UnitState.Sealed)];
}
