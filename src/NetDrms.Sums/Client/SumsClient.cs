using NetDrms.Model.Errors;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Client;

/// <summary>One session with a storage daemon, ours or the original: open, requests, close. Spec 04 §3.</summary>
/// <remarks>
/// Not thread-safe: one request at a time. Work counts from <see cref="CloseAsync"/> on; a client that is disposed without it, or whose
/// request was cancelled, rolls back. Any error dooms the session, as the protocol wants it: only rolling back is left.
/// </remarks>
public sealed class SumsClient : IAsyncDisposable
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);
    private readonly SumsConnection _connection;
    private State _state = State.Connected;
    private long _session;

    private enum State
    {
        Connected,
        Open,
        Failed,
        Ended,
    }

    private SumsClient(SumsConnection connection) => _connection = connection;

    /// <summary>Where the daemon listens.</summary>
    public SumsAddress Address => _connection.Address;

    /// <summary>Number of the session, once it is open.</summary>
    public long SessionId => _session;

    /// <summary>Connects and tells who the client is; no session yet.</summary>
    /// <exception cref="DrmsException">The daemon cannot be reached (<see cref="ErrorCode.SumsUnavailable"/>).</exception>
    public static async Task<SumsClient> ConnectAsync(SumsAddress address, SumsClientOptions options, CancellationToken cancel)
    {
        SumsConnection connection = await SumsConnection.OpenAsync(address, options, cancel);
        return new(connection);
    }

    /// <summary>Connects with the usual limits and opens a session.</summary>
    /// <exception cref="DrmsException">The daemon cannot be reached, or refuses (<see cref="ErrorCode.SumsUnavailable"/>).</exception>
    public static async Task<SumsClient> OpenAsync(SumsAddress address, CancellationToken cancel)
    {
        SumsClient client = await ConnectAsync(address, new SumsClientOptions(), cancel);
        try
        {
            await client.OpenAsync(cancel);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the session.</summary>
    /// <exception cref="DrmsException">The daemon refuses or is gone (<see cref="ErrorCode.SumsUnavailable"/>).</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        Expect(State.Connected);
        _state = State.Failed;
        using SumsAnswer answer = await _connection.ExchangeAsync("open a session with the storage daemon", RequestWriter.Open, cancel);
        _session = answer.Hex("sessionid");
        _state = State.Open;
    }

    /// <summary>Asks for a directory for a new unit.</summary>
    /// <param name="bytes">Room wanted; a partition with less is not chosen.</param>
    /// <param name="group">Tape group of the series; chooses the partition set.</param>
    /// <param name="given">Number that the unit must have, as for a unit of another site; null takes the next.</param>
    /// <param name="keep">The directory outlives this session without a put, so that another session may put it.</param>
    /// <exception cref="DrmsException">No partition has room, the number is known, or the daemon is gone.</exception>
    public Task<AllocatedUnit> AllocAsync(long bytes, int group, Sunum? given, bool keep, CancellationToken cancel) => RequestAsync(
        "allocate a storage unit",
        json => RequestWriter.Alloc(json, _session, given, group, bytes, keep),
        answer => new AllocatedUnit(new Sunum(answer.Hex("sunum")), answer.Text("sudir")),
        cancel);

    /// <summary>Asks for a directory for a new unit of this site.</summary>
    /// <exception cref="DrmsException">No partition has room, or the daemon is gone.</exception>
    public Task<AllocatedUnit> AllocAsync(long bytes, int group, CancellationToken cancel) => AllocAsync(bytes, group, given: null, keep: false, cancel);

    /// <summary>Seals filled units. When it returns they are on disk; others see them after <see cref="CloseAsync"/>.</summary>
    /// <param name="units">What alloc gave; more than 32768 are sent in several requests.</param>
    /// <param name="series">Series that owns them.</param>
    /// <param name="retentionDays">How long they are kept at least, from now.</param>
    /// <param name="archive">What becomes of them then.</param>
    /// <exception cref="DrmsException">A unit cannot be sealed; its data are kept by the daemon for salvage. Or the daemon is gone.</exception>
    public async Task PutAsync(IReadOnlyList<AllocatedUnit> units, string series, double retentionDays, ArchiveType archive, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(units);
        AllocatedUnit[] all = [.. units];
        HandOver(all);
        for (int start = 0; start < all.Length; start += SumsRequest.MaxUnits)
        {
            Memory<AllocatedUnit> part = all.AsMemory(start, Math.Min(SumsRequest.MaxUnits, all.Length - start));
            await RequestAsync(
                $"put storage units of {series}",
                json => RequestWriter.Put(json, _session, part.Span, series, retentionDays, archive),
                _ => true,
                cancel);
        }
    }

    // A folder that is not here is no matter of this process: the daemon will tell what it thinks of it.
    private static void HandOver(AllocatedUnit[] units)
    {
        try
        {
            foreach (AllocatedUnit unit in units)
                UnitHandover.ToOwner(unit.Path);
        }
        catch (IOException failure)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Sums, $"could not hand a storage unit over to the storage daemon: {failure.Message}"), failure);
        }
    }

    /// <summary>Asks where units lie.</summary>
    /// <param name="units">Any number, also several times the same; more than 32768 are sent in several requests.</param>
    /// <param name="touch">Keep them longer: see <paramref name="retentionDays"/>.</param>
    /// <param name="retentionDays">With touch: n ≥ 0 sets the expiry to now + n + 3 days, n &lt; 0 to the same with −n, but never shortens.</param>
    /// <param name="retrieve">Bring archived units back; our daemon is polled until they are there, an original's answers without paths.</param>
    /// <returns>A path for each, in order; null when it is off line or unknown.</returns>
    /// <exception cref="DrmsException">The daemon refuses or is gone.</exception>
    public async Task<IReadOnlyList<string?>> GetAsync(IReadOnlyList<Sunum> units, bool touch, double retentionDays, bool retrieve, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(units);
        Sunum[] all = [.. units];
        List<string?> paths = new(all.Length);
        for (int start = 0; start < all.Length; start += SumsRequest.MaxUnits)
        {
            Memory<Sunum> part = all.AsMemory(start, Math.Min(SumsRequest.MaxUnits, all.Length - start));
            paths.AddRange(await GetAsync(part.Length, json => RequestWriter.Get(json, _session, part.Span, touch, retrieve, retentionDays), cancel));
        }
        return paths;
    }

    // Units that are read back may take hours: asked for again and again, under no limit but the caller's.
    private async Task<List<string?>> GetAsync(int expected, Action<JsonText> write, CancellationToken cancel)
    {
        TimeSpan pause = FirstPoll;
        while (true)
        {
            (string? id, List<string?> paths) = await RequestAsync(
                "get storage units", write, answer => answer.RetrievalId is string id ? (id, (List<string?>)[]) : (null, answer.Paths(expected)), cancel);
            if (id is null)
                return paths;
            await Task.Delay(pause, cancel);
            pause = pause * 2 < LongestPoll ? pause * 2 : LongestPoll;
            write = json => RequestWriter.Poll(json, _session, id);
        }
    }

    /// <summary>Asks what SUMS knows of units.</summary>
    /// <param name="units">Any number, also several times the same; more than 32768 are sent in several requests.</param>
    /// <returns>One for each, in order; unknown ones have <see cref="StorageUnit.IsKnown"/> false.</returns>
    /// <exception cref="DrmsException">The daemon refuses or is gone.</exception>
    public Task<IReadOnlyList<StorageUnit>> InfoAsync(IReadOnlyList<Sunum> units, CancellationToken cancel) => ListAsync(
        "look up storage units",
        units,
        (json, part) => RequestWriter.Info(json, _session, part.Span),
        (answer, expected) => answer.Units(expected),
        cancel);

    /// <summary>Lets all units of a series expire at once, when the session closes.</summary>
    /// <exception cref="DrmsException">The daemon refuses or is gone.</exception>
    public Task DeleteSeriesAsync(string series, CancellationToken cancel) =>
        RequestAsync($"delete the storage units of {series}", json => RequestWriter.DeleteSeries(json, _session, series), _ => true, cancel);

    /// <summary>Asks whether the daemon is there.</summary>
    /// <exception cref="DrmsException">It is not.</exception>
    public Task PingAsync(CancellationToken cancel) =>
        RequestAsync("ping the storage daemon", json => RequestWriter.Plain(json, RequestType.Ping, _session), _ => true, cancel);

    /// <summary>Makes the work of the session visible and ends it. When it returns the work is committed.</summary>
    /// <exception cref="DrmsException">It could not be committed, or whether it was is not known.</exception>
    public async Task CloseAsync(CancellationToken cancel)
    {
        await RequestAsync("close the session with the storage daemon", json => RequestWriter.Plain(json, RequestType.Close, _session), _ => true, cancel);
        _state = State.Ended;
    }

    /// <summary>Undoes the work of the session and ends it; directories that it allocated are removed. Never fails: a lost connection rolls back, too.</summary>
    public async Task RollbackAsync()
    {
        if (_state is State.Open or State.Failed && _session != 0)
            await _connection.TryLastExchangeAsync(json => RequestWriter.Plain(json, RequestType.Rollback, _session));
        _state = State.Ended;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string what, IReadOnlyList<Sunum> units, Action<JsonText, Memory<Sunum>> write, Func<SumsAnswer, int, List<T>> read, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(units);
        Sunum[] all = [.. units];
        List<T> result = new(all.Length);
        for (int start = 0; start < all.Length; start += SumsRequest.MaxUnits)
        {
            Memory<Sunum> part = all.AsMemory(start, Math.Min(SumsRequest.MaxUnits, all.Length - start));
            result.AddRange(await RequestAsync(what, json => write(json, part), answer => read(answer, part.Length), cancel));
        }
        return result;
    }

    private async Task<T> RequestAsync<T>(string what, Action<JsonText> write, Func<SumsAnswer, T> read, CancellationToken cancel)
    {
        Expect(State.Open);
        _state = State.Failed;   // until it went well: an error or a cancellation dooms the session
        using SumsAnswer answer = await _connection.ExchangeAsync(what, write, cancel);
        T result = read(answer);
        _state = State.Open;
        return result;
    }

    private void Expect(State state)
    {
        if (_state == state)
            return;
        throw new DrmsException(ErrorCode.Sums, _state switch
        {
            State.Connected => "session with the storage daemon is not open",
            State.Open => "session with the storage daemon is open already",
            State.Failed => "session with the storage daemon has failed; it can only be rolled back",
            _ => "session with the storage daemon has ended",
        });
    }

    /// <summary>Rolls back what was not closed, then ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        await _connection.DisposeAsync();
    }
}
