using System.Text;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Modules.Driver;

/// <summary>Says what a failure of the database means to a user of a command.</summary>
internal static class DatabaseFailure
{
    /// <summary>Describes text of the catalog that cannot be read: a database of encoding SQL_ASCII holds whatever bytes its clients had.</summary>
    public static DrmsError Describe(DecoderFallbackException failure) => new(ErrorCode.Database, "the database holds text that is not UTF-8")
    {
        Detail = $"{failure.Message} A database without encoding (SQL_ASCII) takes any bytes.",
        Hint = "Correct the text with psql, or move the site into a database of encoding UTF8.",
    };

    /// <summary>Describes a failed statement, or a lost connection.</summary>
    public static DrmsError Describe(NpgsqlException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } server => new(ErrorCode.Database, "the query was stopped")
        {
            ClassicMessage = $"query failed: {server.Severity}:  {server.MessageText}",
            Detail = "It took longer than the statement limit, or someone cancelled it.",
            Hint = "Give a narrower record set, or DRMS_DBTIMEOUT=<milliseconds>.",
        },
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } server => new(ErrorCode.Permission, server.MessageText)
        {
            ClassicMessage = $"query failed: {server.Severity}:  {server.MessageText}",
            Hint = "The role lacks a right; its administrator can grant it.",
        },
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => new(ErrorCode.DatabaseUnavailable, "the database was stopped")
        {
            Hint = "Nothing was changed; try again when it runs.",
        },
        PostgresException server => new(ErrorCode.Database, $"the database refused a statement: {server.MessageText}")
        {
            ClassicMessage = $"query failed: {server.Severity}:  {server.MessageText}",
            Detail = server.Detail,
        },
        _ => new(ErrorCode.DatabaseUnavailable, "the connection to the database was lost")
        {
            Detail = (failure.InnerException ?? failure).Message,
            Hint = "Nothing was changed; see whether the database runs, then try again.",
        },
    };
}
