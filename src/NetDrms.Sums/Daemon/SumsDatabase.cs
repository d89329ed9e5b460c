using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Daemon;

/// <summary>The SUMS database as the daemon uses it: a small pool, no transaction longer than a request, failures told without SQL.</summary>
internal sealed class SumsDatabase : IAsyncDisposable
{
    private const int PreparedStatements = 64;
    private const int StatementSeconds = 120;
    private readonly NpgsqlDataSource _source;
    private readonly ILogger _log;

    public SumsDatabase(DatabaseTarget target, int connections, ILogger log)
    {
        Target = target;
        _log = log;
        _source = DatabaseConnection.CreateSource(target, pooled: true, text =>
        {
            text.MaxPoolSize = connections;
            text.MaxAutoPrepare = PreparedStatements;
            text.AutoPrepareMinUsages = 2;
            text.CommandTimeout = StatementSeconds;
            text.Timeout = StatementSeconds;   // also the wait for a free connection of the pool, when thousands of sessions ask at once
        });
    }

    public DatabaseTarget Target { get; }

    /// <summary>Runs work that may be run twice: when the connection breaks it is repeated once, on a new one.</summary>
    /// <exception cref="SumsFailure">The database refused, or cannot be reached.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancel);
                return await work(connection);
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < 4)
            {
                _log.StatementRepeated(refused);
            }
            catch (PostgresException refused) when (!IsServerGone(refused))
            {
                throw SumsFailure.Work(refused.MessageText, refused);
            }
            catch (Exception lost) when (IsLost(lost) && attempt < 2)
            {
                _log.StatementRepeated(lost);
            }
            catch (Exception lost) when (IsLost(lost))
            {
                throw SumsFailure.Work("could not reach the SUMS database", lost);
            }
        }
    }

    /// <summary>Runs one statement that may be run twice and counts rows.</summary>
    /// <exception cref="SumsFailure">The database refused, or cannot be reached.</exception>
    public Task<int> ExecuteAsync(SqlText sql, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using NpgsqlCommand command = sql.On(connection);
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancel);

    /// <summary>Reads rows; the statement may be run twice.</summary>
    /// <exception cref="SumsFailure">The database refused, or cannot be reached.</exception>
    public Task<List<T>> ReadAsync<T>(SqlText sql, Func<NpgsqlDataReader, T> row, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            List<T> rows = [];
            await using NpgsqlCommand command = sql.On(connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                rows.Add(row(reader));
            return rows;
        },
        cancel);

    /// <summary>True when the database cannot be reached or went away, so that whether a statement was done is not known.</summary>
    public static bool IsLost(Exception failure) => failure switch
    {
        PostgresException refused => IsServerGone(refused),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    private static bool IsServerGone(PostgresException refused) => refused.SqlState is
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
