using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Access;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Salvage;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Daemon;

/// <summary>The storage daemon: speaks the SUMS protocol on TCP and, if asked, on a unix socket. Spec 04 §3–4.3.</summary>
/// <remarks>Several may share one SUMS database. The database must have <c>netdrms</c> (NetdrmsSchema.MigrateSumsAsync) beside the original's tables.</remarks>
public sealed class SumsDaemon : IAsyncDisposable
{
    private const int StrangersShare = 8;   // of the connections
    private readonly SumsOptions _options;
    private readonly SumsParts _parts;
    private readonly DaemonInstance _instance;
    private readonly Reconciler _reconciler;
    private readonly RequestHandler _handler;
    private readonly SessionEnd _end;
    private readonly TaskRunner _tasks;
    private readonly Gatekeeper _gate;
    private readonly StrangerPlaces _strangers;
    private readonly TlsGate? _tls;
    private readonly SumsListener[] _listeners;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _stopServing = new();
    private Task _running = Task.CompletedTask;
    private Task _auditing = Task.CompletedTask;
    private readonly CancellationTokenSource _stopAuditing = new();
    private bool _isStopped;

    private SumsDaemon(SumsOptions options, SumsParts parts, DaemonInstance instance, DatabaseTarget? drms, SumsListener[] listeners, TlsGate? tls)
    {
        _options = options;
        _parts = parts;
        _instance = instance;
        _strangers = new(Math.Max(1, options.MaxConnections / StrangersShare));
        _gate = new(options.Access, parts.Database, parts.Audit, parts.Log);
        _tls = tls;
        _end = new(parts);
        _handler = new(parts, _end);
        DrmsReferences? references = drms is null ? null : new(drms, parts.Log);
        _reconciler = new(parts, new OpenEntries(parts.Database, parts.Journal), _end, references);
        _tasks = new(parts.Database, parts.Log);
        new SalvageTasks(parts, _end, references).AddTo(_tasks);
        parts.Nudge = _reconciler.Nudge;
        _listeners = listeners;
        _places = new(options.MaxConnections);
        Port = ((IPEndPoint)listeners[0].Socket.LocalEndPoint!).Port;
    }

    /// <summary>The TCP port; the one that the system gave when the options say 0.</summary>
    public int Port { get; }

    /// <summary>Sessions that have not ended.</summary>
    public int SessionCount => _parts.Sessions.Count;

    /// <summary>Listens, takes over what dead daemons left, and serves until it is stopped.</summary>
    /// <param name="options">Checked with <see cref="SumsOptions.Check"/>.</param>
    /// <param name="sums">The SUMS database.</param>
    /// <param name="drms">The DRMS database whose records refer to units; null when there is none, then the end of a session alone decides.</param>
    /// <param name="logs">Where log lines go.</param>
    /// <param name="meters">Where measurements go; null for the process-wide ones.</param>
    /// <param name="cancel">Ends the start, not the daemon.</param>
    /// <exception cref="DrmsException">The options are wrong, the port is taken, or the database cannot be reached.</exception>
    public static async Task<SumsDaemon> StartAsync(
        SumsOptions options, DatabaseTarget sums, DatabaseTarget? drms, ILoggerFactory logs, IMeterFactory? meters, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        foreach (DrmsError error in options.Check())
            throw new DrmsException(error);
        if (options.Archive.IsConfigured)
            options = options with { HasArchive = true };
        ILogger log = logs.CreateLogger("NetDrms.Sums");
        SumsListener[] listeners = SumsListeners.Open(options);
        TlsGate? tls = null;
        SumsDatabase? database = null;
        DaemonInstance? instance = null;
        try
        {
            string address = string.Join(", ", listeners.Select(listener => listener.Socket.LocalEndPoint));
            if (options.Access.TlsPort != 0)
                tls = new(options.Access, log);
            instance = await DaemonInstance.BeginAsync(sums, address, log, cancel);
            database = new(sums, options.DatabaseConnections - 1, log);
            SumsDaemon daemon = new(options, PartsOf(options, database, drms, instance, log, meters), instance, drms, listeners, tls);
            await daemon._reconciler.PassAsync(cancel);
            instance.Activity = () => daemon._parts.Activity.Take(daemon._parts.Sessions.Values);
            daemon.Run();
            log.Listening(instance.Number, address);
            return daemon;
        }
        catch (Exception failure)
        {
            SumsListeners.Close(listeners, options);
            tls?.Dispose();
            if (database is not null)
                await database.DisposeAsync();
            if (instance is not null)
                await instance.DisposeAsync();
            if (failure is SumsFailure refused)
                throw new DrmsException(new DrmsError(ErrorCode.Database, $"could not start the storage daemon: {refused.Message}"), refused);
            throw;
        }
    }

    private static SumsParts PartsOf(SumsOptions options, SumsDatabase database, DatabaseTarget? drms, DaemonInstance instance, ILogger log, IMeterFactory? meters)
    {
        UnitJournal journal = new(database, instance.Number);
        AuditTrail audit = new(database, instance.Number, log);
        DiskWork disk = new();
        SumsParts? parts = null;
        parts = new SumsParts
        {
            Options = options,
            Database = database,
            Tables = new(database),
            Leases = new(database, options.LeaseHours),
            Journal = journal,
            Rows = new(database, journal, audit, options.UserName, options.HasArchive),
            Disk = disk,
            Placement = new(database, instance.Number, new FreeSpace(TimeProvider.System), disk, TimeProvider.System, log),
            Owner = UnitOwner.OfGroup(options.Group),
            Metrics = new(meters, () => parts?.Sessions.Count ?? 0),
            Owners = new(drms, log),
            Audit = audit,
            Log = log,
            Archive = SiteArchive.TryOpen(options.Archive, database, log),
        };
        return parts;
    }

    private void Run()
    {
        _running = Task.WhenAll(
        [
            .. _listeners.Select(AcceptAsync), _reconciler.RunAsync(_stopServing.Token), _reconciler.WatchAsync(_stopServing.Token), _tasks.RunAsync(_stopServing.Token),
            _parts.Archive?.Retriever.RunAsync(_stopServing.Token) ?? Task.CompletedTask,
        ]);
        _auditing = _parts.Audit.RunAsync(_stopAuditing.Token);   // until the last session has ended
    }

    private async Task AcceptAsync(SumsListener listener)
    {
        while (!_stopAccepting.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stopAccepting.Token);   // beyond the limit clients wait unaccepted, as with the original
                Socket client;
                try
                {
                    client = await listener.Socket.AcceptAsync(_stopAccepting.Token);
                }
                catch
                {
                    _places.Release();
                    throw;
                }
                Task serving = ServeAsync(client, listener.IsTls);
                _connections[serving] = true;
                _ = serving.ContinueWith(
                    done => _connections.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)   // out of descriptors, for example: those in use end some time
            {
                _parts.Log.AcceptFailed(failure);
                await Task.Delay(100);
            }
        }
    }

    private async Task ServeAsync(Socket client, bool isTls)
    {
        await Task.Yield();
        string peer = SumsListeners.PeerOf(client);
        try
        {
            SumsListeners.Configure(client);
            await using NetworkStream plain = new(client, ownsSocket: true);
            Visitor visitor = _gate.Meet(client);
            if (visitor.IsWelcome && !isTls)
                await ServeAsync(client, plain, peer, visitor);
            else
                await ServeStrangerAsync(client, plain, peer, visitor, isTls);
        }
        catch (SocketException gone)
        {
            client.Dispose();
            _parts.Log.ConnectionLost(peer, gone.Message);
        }
        catch (Exception defect)
        {
            client.Dispose();
            _parts.Log.ConnectionDefect(peer, defect);
        }
        finally
        {
            _places.Release();
        }
    }

    // Until it has shown who it is, a handshake included, it holds one of a few places.
    private async Task ServeStrangerAsync(Socket client, NetworkStream plain, string peer, Visitor visitor, bool isTls)
    {
        if (_strangers.TryTake() is not StrangerPlaces.Place place)
        {
            _parts.Log.ConnectionRefused(visitor.Address, "too many connections have not shown yet who they are");
            return;
        }
        try
        {
            visitor = visitor with { Place = place };
            if (!isTls)
            {
                await ServeAsync(client, plain, peer, visitor);
            }
            else if (await _tls!.GreetAsync(plain, peer, _stopServing.Token) is (SslStream secure, var user))
            {
                await using (secure)
                    await ServeAsync(client, secure, peer, visitor with { CertificateUser = user });
            }
        }
        finally
        {
            place.Free();
        }
    }

    private async Task ServeAsync(Socket client, Stream stream, string peer, Visitor visitor)
    {
        await using ClientConnection connection = new(stream, peer, visitor, _gate, _parts, _handler, _end);
        await connection.RunAsync(_stopServing.Token);
        await SumsListeners.GoodbyeAsync(client);
    }

    /// <summary>Settles at once what the reconciler otherwise settles at its next pass.</summary>
    /// <returns>How many units wait for a transaction of the DRMS database to end.</returns>
    public Task<int> ReconcileAsync(CancellationToken cancel) => _reconciler.PassAsync(cancel);

    /// <summary>Takes no new connection, waits for sessions to close up to the limit of the options, then leaves the rest to the next start, whose clients may come back.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        _parts.Log.Stopping(_instance.Number, SessionCount);
        await _stopAccepting.CancelAsync();
        SumsListeners.Close(_listeners, _options);
        using (CancellationTokenSource limit = new(TimeSpan.FromSeconds(_options.DrainSeconds)))
        {
            while (SessionCount > 0 && !limit.IsCancellationRequested)
                await Task.WhenAny(Task.WhenAll(_connections.Keys), Task.Delay(100));
        }
        await _stopServing.CancelAsync();
        await Task.WhenAll(_connections.Keys);
        await _running;
        await _stopAuditing.CancelAsync();
        await _auditing;
    }

    /// <summary>Stops and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_parts.Archive is not null)
            await _parts.Archive.DisposeAsync();
        await _parts.Placement.EndAsync();
        await _parts.Database.DisposeAsync();
        await _instance.DisposeAsync();
        _parts.Metrics.Dispose();
        _reconciler.Dispose();
        _places.Dispose();
        _stopAccepting.Dispose();
        _stopServing.Dispose();
        _stopAuditing.Dispose();
        _tls?.Dispose();
    }
}
