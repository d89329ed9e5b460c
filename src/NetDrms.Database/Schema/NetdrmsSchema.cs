using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>Schema <c>netdrms</c>: what we add to the original's databases, never columns or rows in its tables (DESIGN).</summary>
/// <remarks>Each database has its own list of migrations and a table <c>netdrms.migration</c> of those it has.</remarks>
public static class NetdrmsSchema
{
    // Any constant: two programs that migrate one database at a time wait for each other.
    private const long AdvisoryLock = 0x6e65_7464_726d_7300;

    /// <summary>Brings the DRMS database up to date; does nothing when it is.</summary>
    public static Task MigrateDrmsAsync(NpgsqlConnection connection, CancellationToken cancel) => MigrateAsync(connection, DrmsMigrations.All, cancel);

    /// <summary>Brings the SUMS database up to date; does nothing when it is.</summary>
    public static Task MigrateSumsAsync(NpgsqlConnection connection, CancellationToken cancel) => MigrateAsync(connection, SumsMigrations.All, cancel);

    /// <summary>Runs the migrations that a database does not have yet, all or none.</summary>
    internal static async Task MigrateAsync(NpgsqlConnection connection, IReadOnlyList<Migration> migrations, CancellationToken cancel)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({AdvisoryLock})", cancel);
        await ExecuteAsync(connection, $"create schema if not exists netdrms", cancel);
        await ExecuteAsync(connection, $"grant usage on schema netdrms to public", cancel);
        await ExecuteAsync(connection, $"create table if not exists netdrms.migration (number integer primary key, name text not null, applied timestamptz not null default now())", cancel);
        await ExecuteAsync(connection, $"grant select on netdrms.migration to public", cancel);
        int last = await LastAsync(connection, cancel);
        if (last > migrations.Count)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Database, $"database \"{connection.Database}\" was made by a newer version of this program")
            {
                Detail = $"It has {last} migrations of schema netdrms, this program knows {migrations.Count}.",
                Hint = "Install the newer version.",
            });
        }
        foreach (Migration migration in migrations.Skip(last))
        {
            await ExecuteAsync(connection, migration.Sql(), cancel);
            await ExecuteAsync(connection, $"insert into netdrms.migration (number, name) values ({migration.Number}, {migration.Name})", cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private static async Task<int> LastAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select coalesce(max(number), 0) from netdrms.migration";
        await using NpgsqlCommand command = sql.On(connection);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
