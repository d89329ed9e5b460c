using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Drms.Sessions;

/// <summary>The row in <c>drms_session</c> of a session that changes something, kept on a connection of its own, outside the transaction. Spec 02 §6.1.</summary>
internal sealed class SessionRow : IAsyncDisposable
{
    private const int PortOfDirectModules = 65535;   // a port number is a drms_server's
    private const string CodeVersion = "V9R5X(-905)";   // the original whose rules we follow; peers print it
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _clock;
    private readonly SqlName _table;

    private SessionRow(NpgsqlConnection connection, TimeProvider clock, string space, long number)
    {
        _connection = connection;
        _clock = clock;
        _table = SqlName.Of(space, "drms_session");
        Namespace = space;
        Number = number;
    }

    /// <summary>Namespace of the session table.</summary>
    public string Namespace { get; }

    /// <summary>The session's number.</summary>
    public long Number { get; }

    /// <summary>Makes the row; it is visible at once and stays whatever becomes of the session.</summary>
    /// <param name="options">Database, namespace, start.</param>
    /// <param name="log">Unit of the log, if there is one.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DrmsException">The role has no session namespace, or the namespace no session table.</exception>
    public static async Task<SessionRow> CreateAsync(SessionOptions options, AllocatedUnit? log, CancellationToken cancel)
    {
        NpgsqlConnection connection = await DatabaseConnection.OpenAsync(options.Database, cancel);
        try
        {
            string space = (options.Namespace ?? await OwnNamespaceAsync(connection, options.Database.User, cancel)).ToLowerInvariant();
            return new SessionRow(connection, options.Clock, space, await InsertAsync(connection, options, space, log, cancel));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes that the session ended well.</summary>
    public Task FinishAsync(CancellationToken cancel) => EndAsync("finished", cancel);

    /// <summary>Writes why the session ended without its work.</summary>
    public Task AbortAsync(string reason, CancellationToken cancel) => EndAsync(reason, cancel);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task EndAsync(string status, CancellationToken cancel)
    {
        string now = Text(_clock.GetLocalNow());
        SqlText sql = $"""
            update {_table} set endtime = {now}, lastcontact = {now}, sudir = null, clients = 0, status = {status}
            where sessionid = {Number}
            """;
        await using NpgsqlCommand command = sql.On(_connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<string> OwnNamespaceAsync(NpgsqlConnection connection, string user, CancellationToken cancel)
    {
        SqlText sql = $"select sessionns from admin.sessionns where username = current_user";
        try
        {
            await using NpgsqlCommand command = sql.On(connection);
            return await command.ExecuteScalarAsync(cancel) as string ?? throw SessionErrors.ReadOnly(user);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new DrmsException(ErrorCode.Database, $"database \"{connection.Database}\" is no DRMS database: it has no table admin.sessionns", error);
        }
    }

    private static async Task<long> InsertAsync(NpgsqlConnection connection, SessionOptions options, string space, AllocatedUnit? log, CancellationToken cancel)
    {
        string started = Text(options.Started.ToLocalTime());
        string sequence = SqlName.Of(space, "drms_sessionid_seq").Quoted;
        SqlText sql = $"""
            insert into {SqlName.Of(space, "drms_session")}
              (sessionid, hostname, port, pid, sunum, sudir, username, starttime, lastcontact, clients, status, sums_thread_status, jsoc_version)
            values (nextval({sequence}::regclass), {Environment.MachineName}, {PortOfDirectModules}, {Environment.ProcessId}, {log?.Sunum.Value}, {log?.Path},
              {Environment.UserName}, {started}, {started}, 0, 'idle', 'starting', {CodeVersion})
            returning sessionid
            """;
        try
        {
            await using NpgsqlCommand command = sql.On(connection);
            return (long)(await command.ExecuteScalarAsync(cancel))!;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw SessionErrors.NoSessionTable(space, error);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw SessionErrors.ReadOnly(options.Database.User, error);
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
