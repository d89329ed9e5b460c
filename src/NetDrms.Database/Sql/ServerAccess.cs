using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Sql;

/// <summary>Makes and drops databases of a server; such statements need a connection to another database.</summary>
public static class ServerAccess
{
    private const string MaintenanceDatabase = "postgres";

    /// <summary>Opens the server's maintenance database.</summary>
    public static Task<NpgsqlConnection> OpenAsync(DatabaseTarget target, CancellationToken cancel) =>
        DatabaseConnection.OpenAsync(target with { Database = MaintenanceDatabase }, cancel);

    /// <summary>True when the server has a database of that name.</summary>
    public static async Task<bool> HasDatabaseAsync(NpgsqlConnection server, string name, CancellationToken cancel)
    {
        SqlText sql = $"select exists (select 1 from pg_database where datname = {name})";
        await using NpgsqlCommand command = sql.On(server);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Makes a database with locale C and UTF-8, as spec 05 §4.2 wants it.</summary>
    /// <param name="server">A connection to another database of the server.</param>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Its owner; null = the connection's role.</param>
    /// <param name="cancel">Stops before it is made.</param>
    public static async Task CreateDatabaseAsync(NpgsqlConnection server, string name, string? owner, CancellationToken cancel)
    {
        SqlText sql = $"create database {SqlName.Exact(name)} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'";
        if (owner is not null)
            sql.Append($" owner {SqlName.Exact(owner)}");
        try
        {
            await using NpgsqlCommand command = sql.On(server);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Permission, $"could not make database \"{name}\": {error.MessageText}")
            {
                Hint = "Connect as a superuser or a role with CREATEDB, or make the database yourself.",
            }, error);
        }
    }

    /// <summary>Drops a database and everything in it; nothing happens when it is not there.</summary>
    public static async Task DropDatabaseAsync(DatabaseTarget target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        await using NpgsqlConnection server = await OpenAsync(target, cancel);
        SqlText sql = $"drop database if exists {SqlName.Exact(target.Database)} with (force)";
        await using NpgsqlCommand command = sql.On(server);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
