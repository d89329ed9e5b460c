using System.Net.Sockets;
using NetDrms.Database.Schema;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Sql;

/// <summary>Opens the database: one lean connection for a command, or a pool for a server.</summary>
public static class DatabaseConnection
{
    private const string Unencoded = "SQL_ASCII";

    /// <summary>Opens one connection without pool, type loading or encryption negotiation on a unix socket.</summary>
    /// <exception cref="DrmsException"><see cref="ErrorCode.DatabaseUnavailable"/>, with the original's lines as classic message.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(DatabaseTarget target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        // Not disposed: without a pool it holds nothing, and the connection outlives this method.
        return await OpenAsync(CreateSource(target, pooled: false), target, cancel);
    }

    /// <summary>Takes a connection of a pool.</summary>
    /// <param name="source">The pool.</param>
    /// <param name="target">Where it connects to, for messages.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="DrmsException"><see cref="ErrorCode.DatabaseUnavailable"/>.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, DatabaseTarget target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
            if (connection.PostgresParameters.GetValueOrDefault("server_encoding") == Unencoded)
                await TakeBytesAsync(connection, cancel);
            return connection;
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            throw Unavailable(target, error);
        }
    }

    /// <summary>Opens one connection that acts as <see cref="DrmsSchema.Reader"/> from its beginning, or as its own role where the server has no such role or does not lend it.</summary>
    /// <remarks>The role stands in the first message, so it costs no round trip; only where it is refused, a second connection is made.</remarks>
    /// <exception cref="DrmsException"><see cref="ErrorCode.DatabaseUnavailable"/>.</exception>
    public static async Task<NpgsqlConnection> OpenAsReaderAsync(DatabaseTarget target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            return await OpenAsync(target.With("role", DrmsSchema.Reader), cancel);
        }
        catch (DrmsException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.InsufficientPrivilege })
        {
            return await OpenAsync(target, cancel);   // a database of the original
        }
    }

    // A database without encoding holds whatever bytes its clients had; as UTF-8 the server would refuse to send some of them.
    private static async Task TakeBytesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"set client_encoding = 'SQL_ASCII'";
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Makes a data source: with a pool for a server or a test, without for a command.</summary>
    public static NpgsqlDataSource CreateSource(DatabaseTarget target, bool pooled) => CreateSource(target, pooled, static _ => { });

    /// <summary>Makes a data source whose limits (pool size, time-outs, prepared statements) the caller sets.</summary>
    public static NpgsqlDataSource CreateSource(DatabaseTarget target, bool pooled, Action<NpgsqlConnectionStringBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(configure);
        NpgsqlConnectionStringBuilder text = target.ToConnectionString(pooled);
        configure(text);
        NpgsqlSlimDataSourceBuilder builder = new(text.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));   // the built-in types are known; asking costs a round trip
        builder.EnableArrays();
        if (!target.IsUnixSocket)
            builder.EnableTransportSecurity();
        return builder.Build();
    }

    /// <summary>Says that the database cannot be reached, in our words and in the original's. Spec 03 §1.5.</summary>
    public static DrmsException Unavailable(DatabaseTarget target, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(cause);
        bool answered = cause is PostgresException;
        string socketFile = $"{target.Host}/.s.PGSQL.{target.Port}";
        string reason = cause is PostgresException refused ? refused.MessageText
            : target.IsUnixSocket && !File.Exists(socketFile) ? "No such file or directory"   // .NET has no name for that of a socket
            : Reason(cause);
        (string place, string question) = target.IsUnixSocket
            ? ($"on socket \"{socketFile}\"", "Is the server running locally and accepting connections on that socket?")
            : ($"at \"{target.Host}\", port {target.Port}", "Is the server running on that host and accepting TCP/IP connections?");
        string classic = answered ? $"FATAL:  {reason}" : $"{reason}\n\t{question}";
        return new DrmsException(new DrmsError(ErrorCode.DatabaseUnavailable, $"could not open database \"{target.Database}\" on {target.HostAndPort} as {target.User}: {Uncapitalized(reason)}")
        {
            Hint = answered ? null
                : target.IsUnixSocket ? "Is the site running? Start it with drms site up."
                : "Is the server running, and may this machine reach it?",
            ClassicMessage = $"Connection to database '{target.Database}' failed.\nconnection to server {place} failed: {classic}\nCouldn't connect to database.\nFailure during server initialization.",
        }, cause);
    }

    private static string Reason(Exception cause)
    {
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "Connection refused",
                    SocketError.HostNotFound or SocketError.NoData => "Name or service not known",
                    SocketError.TimedOut => "Connection timed out",
                    SocketError.AccessDenied => "Permission denied",
                    _ => socket.Message,
                };
            }
        }
        return (cause.InnerException ?? cause).Message;
    }

    private static string Uncapitalized(string text) =>
        text.Length > 1 && char.IsAsciiLetterLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
