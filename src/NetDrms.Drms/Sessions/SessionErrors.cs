using System.Net.Sockets;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Drms.Sessions;

/// <summary>Says in our words what the database driver threw.</summary>
public static class SessionErrors
{
    /// <summary>The classic line for a role that may only read. Spec 02 §6.1.</summary>
    public static DrmsException ReadOnly(string user, Exception? cause = null) => new(new DrmsError(ErrorCode.Permission, $"role \"{user}\" may not write: it has no session namespace")
    {
        Hint = $"An administrator gives it one with drms user add {user}.",
        ClassicMessage = $"User {user} has read-only access to DRMS, but is attempting to modify the DRMS database.",
    }, cause);

    /// <summary>The classic lines for a namespace without a session table. Spec 03 §1.5.</summary>
    public static DrmsException NoSessionTable(string space, Exception? cause = null) => new(new DrmsError(ErrorCode.Argument, $"namespace \"{space}\" has no session table")
    {
        ClassicMessage = $"Session table {space}.drms_session does not exist.\nFailure during server initialization.",
    }, cause);

    /// <summary>True for what <see cref="Of"/> translates.</summary>
    public static bool IsDatabase(Exception error) => error is NpgsqlException or SocketException or TimeoutException;

    /// <summary>Translates an exception of the driver.</summary>
    /// <param name="doing">What could not be done, as in "write the records".</param>
    /// <param name="error">What the driver threw.</param>
    public static DrmsException Of(string doing, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } canceled => new(ErrorCode.Limit, $"could not {doing}: the statement limit was reached", canceled),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => new(ErrorCode.Permission, $"cannot {doing}: {denied.MessageText}", denied),
            PostgresException refused when !refused.SqlState.StartsWith("57P", StringComparison.Ordinal) => new(new DrmsError(ErrorCode.Database, $"could not {doing}: {refused.MessageText}")
            {
                Detail = refused.Detail,
                ClassicMessage = $"query failed: ERROR:  {refused.MessageText}",
            }, refused),
            _ => new(ErrorCode.DatabaseUnavailable, $"could not {doing}: the database is gone", error),
        };
    }
}
