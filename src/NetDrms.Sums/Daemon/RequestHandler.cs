using NetDrms.Sums.Access;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>Does one request in a session and gives what writes its answer.</summary>
internal sealed class RequestHandler(SumsParts parts, SessionEnd end)
{
    private readonly UnitAllocator _allocator = new(parts);
    private readonly UnitSealer _sealer = new(parts);
    private readonly UnitLookup _lookup = new(parts);

    /// <summary>Does a request other than open, close and rollback.</summary>
    /// <exception cref="SumsFailure">It cannot be done.</exception>
    public async Task<Action<JsonText>> HandleAsync(Session session, SumsRequest request, CancellationToken cancel)
    {
        if (request is AllocRequest or PutRequest or DeleteSeriesRequest)
            DemandWrite(session.Caller, request);
        switch (request)
        {
            case AllocRequest alloc:
                AllocatedUnit unit = await _allocator.AllocAsync(session, alloc, cancel);
                return json => AnswerWriter.Allocated(json, unit);
            case PutRequest put:
                await _sealer.PutAsync(session, put, cancel);
                return AnswerWriter.Ok;
            case GetRequest get:
                return await _lookup.GetAsync(session, get, cancel);
            case InfoRequest info:
                StorageUnit[] units = await _lookup.UnitsAsync(session, info, cancel);
                return json => AnswerWriter.Units(json, request.Type, units);
            case DeleteSeriesRequest delete:
                await DeleteAsync(session, delete, cancel);
                return AnswerWriter.Ok;
            case PollRequest poll:
                return await _lookup.PollAsync(poll, cancel);
            default:
                return AnswerWriter.Ok;   // ping
        }
    }

    private static void DemandWrite(Caller caller, SumsRequest request)
    {
        if (caller.Rights < AccessRights.Write)
            throw SumsFailure.Denied((request as PutRequest)?.Series ?? (request as DeleteSeriesRequest)?.Series ?? "", $"{caller.User} may look storage units up only");
    }

    private async Task DeleteAsync(Session session, DeleteSeriesRequest delete, CancellationToken cancel)
    {
        if (!await parts.Owners.MayExpireAsync(session.Caller, delete.Series, cancel))
            throw SumsFailure.Denied(delete.Series, $"{session.Caller.User} does not own series {delete.Series[..Math.Min(delete.Series.Length, 80)]} and is no administrator");
        await parts.Journal.DeleteSeriesAsync(session.JournalNumber, delete.Series, cancel);
        session.DeletedSeries.Add(delete.Series);
    }

    /// <summary>Does the only request of a connection: what it does is visible when it is answered. Spec 04 §3.3.</summary>
    /// <exception cref="SumsFailure">It cannot be done; nothing is visible.</exception>
    public async Task<Action<JsonText>> HandleSingleAsync(Session session, SumsRequest request, CancellationToken cancel)
    {
        if (request.Type == RequestType.Close && session.Caller.Rights >= AccessRights.Write)
            await parts.Journal.CloseSingleAsync(session.Sumid, cancel);
        if (request.Type is RequestType.Close or RequestType.Rollback)
            return AnswerWriter.Ok;
        Action<JsonText> answer = await HandleAsync(session, request, cancel);
        foreach (SessionUnit unit in session.Units.Values.Where(unit => unit.State == UnitState.Allocated))
            await parts.Journal.WriteSingleAllocAsync(unit.Sunum, session.Sumid, cancel);
        await end.CloseAsync(session);
        return answer;
    }

    /// <summary>Refuses a request in a session that has failed.</summary>
    public Task RefuseAsync(Session session, SumsRequest request, SumsFailure why) =>
        request is PutRequest put ? _sealer.RefuseAsync(session, put, why) : Task.CompletedTask;
}
