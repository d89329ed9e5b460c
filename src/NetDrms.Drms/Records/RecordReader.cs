using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Drms.Records;

/// <summary>Streams the records of one statement, forward only, in constant memory.</summary>
/// <remarks>
/// By default the server sends everything at once and the connection is busy until the reader is disposed. With a chunk size the statement becomes a
/// cursor in the running transaction, and between two chunks (<see cref="BetweenChunks"/>) the connection may do other work, as a command does that
/// changes what it reads. Not thread-safe.
/// </remarks>
public sealed class RecordReader : IAsyncDisposable
{
    private static int s_lastCursor;   // only makes names unique on a connection

    private readonly NpgsqlConnection _connection;
    private readonly SqlText? _fetch;
    private readonly SqlName _cursor;
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;
    private ColumnDecoder? _decoder;
    private RecordRow? _row;
    private long _readOfChunk;

    private RecordReader(NpgsqlConnection connection, RecordColumns columns, SqlName cursor, SqlText? fetch)
    {
        _connection = connection;
        _cursor = cursor;
        _fetch = fetch;
        Columns = columns;
    }

    /// <summary>What is read.</summary>
    public RecordColumns Columns { get; }

    /// <summary>Called when a chunk was read and before the next is fetched: the connection is free.</summary>
    public Func<CancellationToken, Task>? BetweenChunks { get; init; }

    /// <summary>The record that <see cref="ReadAsync"/> went to.</summary>
    public RecordRow Row => _row ?? throw new InvalidOperationException("no record was read yet");

    /// <summary>Reads the records of a subset.</summary>
    /// <exception cref="DrmsException">The database refuses the statement, or a column cannot hold what the definition says.</exception>
    public static Task<RecordReader> OpenAsync(NpgsqlConnection connection, RecordQuery query, RecordColumns columns, RecordLimit limit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(columns);
        return OpenAsync(connection, query.Select(columns.Columns, columns.Joins, limit), columns, cancel);
    }

    /// <summary>Runs a statement whose select list and joins are those of <paramref name="columns"/>.</summary>
    /// <exception cref="DrmsException">The database refuses the statement, or a column cannot hold what the definition says.</exception>
    public static async Task<RecordReader> OpenAsync(NpgsqlConnection connection, SqlText statement, RecordColumns columns, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(statement);
        RecordReader reader = new(connection, columns, default, null);
        await reader.StartAsync(statement, cancel);
        return reader;
    }

    /// <summary>Runs a statement as a cursor of the running transaction.</summary>
    /// <param name="connection">Connection with an open transaction.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="columns">What it selects.</param>
    /// <param name="chunkRows">Records fetched at a time.</param>
    /// <param name="betweenChunks">Called when the connection is free.</param>
    /// <param name="cancel">Cancels the statement.</param>
    public static async Task<RecordReader> OpenCursorAsync(NpgsqlConnection connection, SqlText statement, RecordColumns columns, int chunkRows,
        Func<CancellationToken, Task>? betweenChunks, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkRows);
        SqlName cursor = SqlName.Of(string.Create(CultureInfo.InvariantCulture, $"netdrms_{Interlocked.Increment(ref s_lastCursor)}"));
        SqlText fetch = new();
        fetch.AppendLiteral(string.Create(CultureInfo.InvariantCulture, $"fetch forward {chunkRows} from {cursor.Quoted}"));   // takes no parameters
        RecordReader reader = new(connection, columns, cursor, fetch) { BetweenChunks = betweenChunks };
        SqlText declare = $"declare {cursor} no scroll cursor for {statement}";
        try
        {
            await using (NpgsqlCommand command = declare.On(connection))
                await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error)
        {
            throw Refused(error);
        }
        await reader.StartAsync(fetch, cancel);
        return reader;
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="DrmsException">The database gave up: a statement limit, or an error in the condition found only now.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        if (_reader is null)
            return new(false);
        ValueTask<bool> next = new(_reader.ReadAsync(cancel));
        if (!next.IsCompletedSuccessfully || !next.Result)
            return GoOnAsync(next, cancel);
        _readOfChunk++;   // nearly always: the row came with the one before
        return new(true);
    }

    private async ValueTask<bool> GoOnAsync(ValueTask<bool> next, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (await next)
                {
                    _readOfChunk++;
                    return true;
                }
                await CloseChunkAsync();
                if (_fetch is null || _readOfChunk == 0)
                    return false;
                if (BetweenChunks is not null)
                    await BetweenChunks(cancel);
                await StartAsync(_fetch, cancel);
                next = new(_reader!.ReadAsync(cancel));
            }
        }
        catch (PostgresException error) when (!cancel.IsCancellationRequested)
        {
            throw Refused(error);
        }
    }

    /// <summary>Ends the reading; of an unfinished one the server's work is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
        {
            _command!.Cancel();   // else the rest of a long answer would be read and thrown away
            await CloseChunkAsync();
        }
    }

    private async Task StartAsync(SqlText statement, CancellationToken cancel)
    {
        _readOfChunk = 0;
        _command = statement.On(_connection);
        try
        {
            _reader = await ExecuteAsync(_command, cancel);
            if (_decoder is null)
            {
                _decoder = new ColumnDecoder(_reader);
                _row = new RecordRow(Columns, _decoder);
            }
            else
            {
                _decoder.Continue(_reader);
            }
        }
        catch (PostgresException error) when (!cancel.IsCancellationRequested)
        {
            await _command.DisposeAsync();
            throw Refused(error);
        }
    }

    // A statement that was prepared on a pooled connection before its series was made anew with other types: the driver has forgotten it by now.
    private static async Task<NpgsqlDataReader> ExecuteAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        try
        {
            return await command.ExecuteReaderAsync(cancel);
        }
        catch (PostgresException stale) when (stale is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" } && command.Transaction is null)
        {
            return await command.ExecuteReaderAsync(cancel);
        }
    }

    private async Task CloseChunkAsync()
    {
        await _reader!.DisposeAsync();
        await _command!.DisposeAsync();
        _reader = null;
        _command = null;
    }

    private static DrmsException Refused(PostgresException error) => error.SqlState == PostgresErrorCodes.QueryCanceled
        ? new DrmsException(new DrmsError(ErrorCode.Limit, "the query ran into the statement limit") { ClassicMessage = $"query failed: {error.Message}" }, error)
        : new DrmsException(new DrmsError(ErrorCode.Database, $"the database refused the query: {error.MessageText}") { ClassicMessage = $"query failed: ERROR:  {error.MessageText}" }, error);
}
