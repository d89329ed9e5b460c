using System.Diagnostics;
using System.Globalization;
using NetDrms.Sums.Access;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>One connection: client info, requests strictly one after another, end. The state machine of spec 04 §3.2.</summary>
internal sealed class ClientConnection(Stream stream, string peer, Visitor visitor, Gatekeeper gate, SumsParts parts, RequestHandler handler, SessionEnd end) : IAsyncDisposable
{
    private static readonly TimeSpan InsideFrame = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StrangersGreeting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AliveAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Finishing = TimeSpan.FromSeconds(10);

    private readonly FrameReader _reader = new(stream);
    private readonly FrameWriter _writer = new(stream);
    private string _client = "";
    private Caller? _caller;
    private bool _canPoll;                             // said so in its client info
    private Session? _session;
    private RequestType? _lastType;                    // of the last well-formed request: errors name it
    private bool _isEnded;                             // the session was closed or rolled back
    private bool _hasAnswered;                         // the final answer was given: the client is to go
    private IReadOnlyList<SessionUnit> _unused = [];   // directories to remove after the answer to close

    /// <summary>Serves until the client goes, or the daemon stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _client = peer;
        try
        {
            await ServeAsync(stop);
            if (_hasAnswered)
                await _reader.WaitForAnythingAsync(Lingering, stop);   // the original lets the client go first; what it still sends is dropped
        }
        catch (Exception gone) when (gone is IOException or TimeoutException or ObjectDisposedException)
        {
            parts.Log.ConnectionLost(_client, gone.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            parts.Log.SessionInterrupted(_client, _session?.Units.Count ?? 0);   // its entries stay: the next run lets the client put what it holds
            _session = null;
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        if (_session is not Session session)
            return;
        await end.RemoveAsync(_unused);
        _unused = [];
        _session = null;
        await end.AbandonAsync(session);
        parts.Sessions.TryRemove(session.JournalNumber, out _);
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        if (await GreetAsync(stop) is not Caller caller)
            return;
        _caller = caller;
        visitor.Place?.Free();
        _client = string.Create(CultureInfo.InvariantCulture, $"{caller.User} pid {caller.Pid} at {peer}");
        while (!_hasAnswered)
        {
            Frame frame = await _reader.ReadAsync(FrameHeader.MaxRequestBytes, Patience(), InsideFrame, stop);
            if (frame.Kind is FrameKind.Ended or FrameKind.Cut)
                return;
            if (frame.Kind != FrameKind.Whole)
            {
                await RefuseFrameAsync(frame);
                return;
            }
            if (RequestReader.TryRead(frame.Body.Span, out SumsRequest? request, out RequestFault? fault))
                await AnswerAsync(request, stop);
            else if (!await AnswerAsync(fault))
                return;
        }
    }

    private async Task<Caller?> GreetAsync(CancellationToken stop)
    {
        (TimeSpan silence, TimeSpan inside) = visitor.IsWelcome ? (Greeting, InsideFrame) : (StrangersGreeting, StrangersGreeting);
        Frame greeting = await _reader.ReadAsync(FrameHeader.MaxClientInfoBytes, silence, inside, stop);
        if (greeting.Kind == FrameKind.Whole && RequestReader.ReadClientInfo(greeting.Body.Span) is ClientInfo info)
        {
            _canPoll = info.CanPoll;
            return await AdmitAsync(info, stop);
        }
        parts.Log.GreetingRefused(peer);
        return visitor.IsWelcome ? null : gate.Refuse(visitor, new(0, ""), "it did not say who it is");
    }

    private async Task<Caller?> AdmitAsync(ClientInfo info, CancellationToken stop)
    {
        try
        {
            return await gate.AdmitAsync(visitor, info, stop);
        }
        catch (SumsFailure lost)   // whether its token is right cannot be asked
        {
            parts.Log.RequestFailed("client info", peer, lost.Status, lost.Message, lost.InnerException);
            return null;
        }
    }

    private TimeSpan Patience() => parts.Options.IdleMinutes > 0 && (_session is null || _session.Units.Count == 0)
        ? TimeSpan.FromMinutes(parts.Options.IdleMinutes)
        : Timeout.InfiniteTimeSpan;

    // Where the next frame begins is not known any more: an answer, then the end. Without a session a bad header gets none, as in the original.
    private async Task RefuseFrameAsync(Frame frame)
    {
        if (frame.Kind == FrameKind.BadHeader && _session is null)
            return;
        string message = frame.Kind == FrameKind.TooLong
            ? string.Create(CultureInfo.InvariantCulture, $"request of {frame.AnnouncedBytes} bytes is longer than {FrameHeader.MaxRequestBytes}")
            : "frame does not begin with eight hexadecimal digits";
        parts.Log.RequestRefused("frame", _client, SumsStatus.BadRequest, message);
        await ErrorAsync(SumsStatus.BadRequest, _lastType ?? RequestType.Open, message);
    }

    // False: the connection ends without an answer.
    private async Task<bool> AnswerAsync(RequestFault fault)
    {
        if (_session is null && fault.Type is null)
            return false;
        parts.Log.RequestRefused(fault.Type?.ToWire() ?? "request", _client, fault.Status, fault.Message);
        await ErrorAsync(fault.Status, _lastType ?? fault.Type ?? RequestType.Open, fault.Message);
        _hasAnswered = _session is null;
        return true;
    }

    private async Task AnswerAsync(SumsRequest request, CancellationToken stop)
    {
        _lastType = request.Type;
        long start = Stopwatch.GetTimestamp();
        string status = SumsStatus.Ok;
        _session?.Doing = request.Type.ToWire();
        try
        {
            Task<Action<JsonText>> work = WorkAsync(request, stop);
            await StayAliveAsync(work, stop);
            (await work)(_writer.Begin());
            await _writer.SendAsync(Sending, CancellationToken.None);
        }
        catch (SumsFailure failure)
        {
            status = failure.Status;
            if (failure.IsOurFault)
                parts.Log.RequestFailed(request.Type.ToWire(), _client, failure.Status, failure.Message, failure.InnerException);
            else
                parts.Log.RequestRefused(request.Type.ToWire(), _client, failure.Status, failure.Message);   // a stranger could fill the log otherwise
            if (failure.DeniedSubject is string subject)
                parts.Audit.Note(new(_caller!, _session?.Sumid ?? 0, AuditActions.Refused(request.Type.ToWire()), subject, failure.Message));
            await ErrorAsync(failure.Status, request.Type, failure.Message);
        }
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        _session?.Doing = null;
        parts.Metrics.Answered(request.Type.ToWire(), status, time);
        parts.Activity.Answered(request.Type.ToWire(), status, time, _client);
        _hasAnswered = _isEnded || _session?.IsSingle == true || (_session is null && request.Type != RequestType.Open);
        if (_hasAnswered)
            await EndAsync();
    }

    // Its work goes on when the client goes: the token only ends it with the daemon.
    private async Task<Action<JsonText>> WorkAsync(SumsRequest request, CancellationToken stop)
    {
        try
        {
            return _session is null ? await BeginAsync(request, stop) : await WorkAsync(_session, request, stop);
        }
        catch (SumsFailure failure)
        {
            if (_session is { HasFailed: true } failed)
                await handler.RefuseAsync(failed, request, failure);
            throw;
        }
        catch (Exception defect) when (defect is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            parts.Log.RequestDefect(request.Type.ToWire(), _client, defect);
            throw SumsFailure.Work("defect of the storage daemon; its log tells more", defect);
        }
    }

    private async Task<Action<JsonText>> BeginAsync(SumsRequest request, CancellationToken stop)
    {
        long number = await parts.Tables.NextSessionAsync(stop);
        if (request.Type == RequestType.Open)
        {
            _session = Session.Opened(number, _client, _caller!);
            _session.CanPoll = _canPoll;
            parts.Sessions[_session.JournalNumber] = _session;
            parts.Log.SessionOpened(number, _client);
            return json => AnswerWriter.Opened(json, number);
        }
        _session = Session.Single(number, request.SessionId, _client, _caller!);
        _session.CanPoll = _canPoll;
        parts.Sessions[_session.JournalNumber] = _session;
        return await handler.HandleSingleAsync(_session, request, stop);
    }

    private async Task<Action<JsonText>> WorkAsync(Session session, SumsRequest request, CancellationToken stop)
    {
        bool ends = request.Type is RequestType.Close or RequestType.Rollback;
        if (session.HasFailed && !ends)
            throw new SumsFailure(SumsStatus.SessionRolledBack, $"cannot process a {request.Type.ToWire()} request - the SUMS session must be closed or rolled back by client {peer}");
        if (request.Type == RequestType.Open)
            throw new SumsFailure(SumsStatus.SessionOpened, $"cannot process a open request - a SUMS session is already open for client {peer}");
        if (!session.Is(request.SessionId))
            throw new SumsFailure(SumsStatus.BadRequest, string.Create(CultureInfo.InvariantCulture, $"sessionid {request.SessionId:x} is not that of this session"));
        if (!ends)
            return await handler.HandleAsync(session, request, stop);
        if (request.Type == RequestType.Rollback)
            await end.RollbackAsync(session);
        else if (!session.HasFailed)
            _unused = await end.CloseAsync(session);
        _isEnded = true;   // a failed session that closes is undone after the answer, though that says ok: spec 04 §3.2
        return AnswerWriter.Ok;
    }

    private async Task StayAliveAsync(Task work, CancellationToken stop)
    {
        while (!work.IsCompleted)
        {
            using CancellationTokenSource waited = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (await Task.WhenAny(work, Task.Delay(AliveAfter, waited.Token)) == work)
            {
                await waited.CancelAsync();
                return;
            }
            if (stop.IsCancellationRequested)
            {
                await Task.WhenAny(work, Task.Delay(Finishing, CancellationToken.None));   // what is nearly done is answered
                if (!work.IsCompleted)
                    throw new OperationCanceledException(stop);
                return;
            }
            try
            {
                await stream.WriteAsync(AnswerWriter.Alive, CancellationToken.None).AsTask().WaitAsync(Sending, CancellationToken.None);
            }
            catch (Exception gone) when (gone is IOException or TimeoutException)
            {
                await Task.WhenAny(work);   // it owns the session until it ends
                throw;
            }
        }
    }

    private async Task ErrorAsync(string status, RequestType about, string message)
    {
        if (_session is not null)
            _session.HasFailed = true;
        AnswerWriter.Error(_writer.Begin(), status, about, message);
        await _writer.SendAsync(Sending, CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
