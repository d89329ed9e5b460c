using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Sessions;

/// <summary>One module's work on the database and the storage daemon: all of it counts, or none. Spec 02 §6.</summary>
/// <remarks>
/// It begins read-only and costs one connection; the first change makes the session row and the transaction, the first file the session with SUMS.
/// Until <see cref="CommitAsync"/> nothing is visible to others, and disposing without it undoes everything. Not thread-safe.
/// </remarks>
public sealed class DrmsSession : IAsyncDisposable
{
    private readonly SessionOptions _options;
    private readonly Dictionary<string, RecordWriter> _writers = new(StringComparer.OrdinalIgnoreCase);
    private NpgsqlTransaction? _transaction;
    private SessionRow? _row;
    private DrmsError? _failure;
    private State _state = State.Open;

    private enum State
    {
        Open,
        Committed,
        Undone,
    }

    private DrmsSession(SessionOptions options, NpgsqlConnection connection)
    {
        _options = options;
        Connection = connection;
        Storage = new SessionStorage(options);
        Segments = new SegmentStore(this);
    }

    /// <summary>The connection; statements on it are part of the session.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Storage units that the session fills and reads.</summary>
    public SessionStorage Storage { get; }

    /// <summary>The files of its records.</summary>
    public SegmentStore Segments { get; }

    /// <summary>How the session was made.</summary>
    public SessionOptions Options => _options;

    /// <summary>Number of the session; 0 until the first change.</summary>
    public long Number => _row?.Number ?? 0;

    /// <summary>Namespace of its row; empty until the first change.</summary>
    public string Namespace => _row?.Namespace ?? "";

    /// <summary>True after the first change.</summary>
    public bool IsChanging => _transaction is not null;

    /// <summary>True after a failed write: the session can only be undone.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>The transaction of the changes; null before the first change.</summary>
    public NpgsqlTransaction? Transaction => _transaction;

    /// <summary>Connects. Nothing is written and no round trip is made beside the connection's own.</summary>
    /// <exception cref="DrmsException">The database cannot be reached, or the session namespace cannot be one.</exception>
    public static async Task<DrmsSession> OpenAsync(SessionOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        if ("public".Equals(options.Namespace, StringComparison.OrdinalIgnoreCase))
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, "namespace \"public\" cannot hold sessions")
            {
                ClassicMessage = "Can't run drms_server in public namespace",
            });
        }
        if (options.Connections is NpgsqlDataSource pool)
            return new DrmsSession(options, await DatabaseConnection.OpenAsync(pool, options.Database, cancel));
        DatabaseTarget target = options.Database.With("default_transaction_read_only", "on");
        if (options.StatementLimit is TimeSpan limit)
            target = target.With("statement_timeout", ((long)limit.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new DrmsSession(options, options.Trust == Trust.Stranger
            ? await DatabaseConnection.OpenAsReaderAsync(target, cancel)
            : await DatabaseConnection.OpenAsync(target, cancel));
    }

    /// <summary>Begins to change: makes the session row and a transaction that may write. Does nothing the second time.</summary>
    /// <remarks>No reader may be open on the connection.</remarks>
    /// <exception cref="DrmsException">The role may only read, or its session table does not exist.</exception>
    public async Task BeginChangesAsync(CancellationToken cancel)
    {
        if (_transaction is not null)
            return;
        if (_options.Trust == Trust.Stranger)
            throw Fail(new DrmsException(ErrorCode.Permission, "a stranger's session only reads"));
        if (_options.WriteLog is not null)
            await Storage.OpenLogAsync(cancel);
        _row = await SessionRow.CreateAsync(_options, Storage.Log, cancel);
        Failpoint.Hit("session.row-made");
        try
        {
            _transaction = await Connection.BeginTransactionAsync(cancel);
            SqlText sql = $"set transaction read write";
            await using NpgsqlCommand command = sql.On(Connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception error) when (SessionErrors.IsDatabase(error) && !cancel.IsCancellationRequested)
        {
            throw Fail(SessionErrors.Of("begin a transaction", error));
        }
    }

    /// <summary>The writer of new records of a series; one a series and session.</summary>
    /// <exception cref="DrmsException">The role may only read, or the series has no table.</exception>
    public async Task<RecordWriter> WriterAsync(SeriesDefinition series, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (_writers.TryGetValue(series.Name.Key, out RecordWriter? writer))
            return writer;
        await BeginChangesAsync(cancel);
        RecordShape shape = await RecordShape.ReadAsync(Connection, series, cancel);
        return _writers[series.Name.Key] = new RecordWriter(Connection, shape, Number, Namespace);
    }

    /// <summary>Marks the session as failed: it can only be undone from now on. Every failed write of a file does this. Spec 02 §5.3.</summary>
    public DrmsException Fail(DrmsException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _failure ??= error.Error;
        return error;
    }

    /// <summary>Makes the work count: rows, Records.txt, SUMS put, session row, SUMS close, COMMIT, in that order.</summary>
    /// <remarks>
    /// A crash at any point leaves the whole work, or units that no row refers to (the daemon finds and removes those), never rows without files.
    /// Cancelling is possible until SUMS is closed.
    /// </remarks>
    /// <exception cref="DrmsException">Nothing counts; or the connection broke during COMMIT and the outcome is unknown, which the message says.</exception>
    public async Task CommitAsync(CancellationToken cancel)
    {
        if (_state != State.Open)
            throw new InvalidOperationException("the session has ended");
        if (_failure is not null)
            throw new DrmsException(new DrmsError(_failure.Code, $"the session cannot be committed: {_failure.Message}") { Detail = _failure.Detail, Hint = _failure.Hint });
        try
        {
            foreach (RecordWriter writer in _writers.Values)
                await writer.FlushAsync(cancel);
            Failpoint.Hit("session.rows-copied");
            await Storage.PutAsync([.. _writers.Values.Select(static writer => writer.Series)], cancel);
            if (_row is not null)
                await _row.FinishAsync(cancel);
            Failpoint.Hit("session.row-finished");
        }
        catch (Exception error) when (SessionErrors.IsDatabase(error) && !cancel.IsCancellationRequested)
        {
            throw Fail(SessionErrors.Of("write the records", error));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fail(new DrmsException(ErrorCode.File, $"could not finish the storage units: {error.Message}", error));
        }
        cancel.ThrowIfCancellationRequested();
        await Storage.CloseAsync();   // the point of no return
        Failpoint.Hit("session.sums-closed");
        await CommitRowsAsync();
        _state = State.Committed;
        Failpoint.Hit("session.committed");
    }

    /// <summary>Undoes what was not committed, writes so into the session row, ends the connections. Never throws over another exception.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_state == State.Open)
        {
            _state = State.Undone;
            foreach (RecordWriter writer in _writers.Values)
                await writer.AbandonAsync();
            await Storage.RollbackAsync();
            if (_row is not null)
                await AbortRowAsync();
        }
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        if (_row is not null)
            await _row.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private async Task CommitRowsAsync()
    {
        if (_transaction is null)
            return;
        try
        {
            await _transaction.CommitAsync(CancellationToken.None);
        }
        catch (PostgresException error) when (!error.SqlState.StartsWith("57P", StringComparison.Ordinal))
        {
            throw Fail(SessionErrors.Of("commit", error));   // refused: certain
        }
        catch (Exception error) when (SessionErrors.IsDatabase(error))
        {
            throw Fail(new DrmsException(new DrmsError(ErrorCode.DatabaseUnavailable, "the database connection broke during the commit: the outcome is unknown")
            {
                Detail = "The storage units are kept. Those that no record refers to are found and removed later.",
                Hint = "Look whether the records are there before you repeat the command.",
            }, error));
        }
    }

    private async Task AbortRowAsync()
    {
        try
        {
            await _row!.AbortAsync(_failure is null ? "aborted" : $"aborted: {_failure.Message}", CancellationToken.None);
        }
        catch (Exception error) when (SessionErrors.IsDatabase(error))
        {
            // the database is gone: the row stays idle, as after a crash (spec 02 §6.1)
        }
    }
}
