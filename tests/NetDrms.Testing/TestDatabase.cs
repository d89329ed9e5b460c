using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Testing;

/// <summary>A database of one test; dropped when disposed, or with the cluster.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> _source;
    private readonly Lazy<NpgsqlDataSource> _superuserSource;

    internal TestDatabase(DatabaseTarget target, DatabaseTarget superuser)
    {
        Target = target;
        Superuser = superuser;
        _source = new(() => DatabaseConnection.CreateSource(target, pooled: true));
        _superuserSource = new(() => DatabaseConnection.CreateSource(superuser, pooled: true));
    }

    /// <summary>How to reach it as <see cref="TestCluster.ProductionUser"/>.</summary>
    public DatabaseTarget Target { get; }

    /// <summary>How to reach it as superuser.</summary>
    public DatabaseTarget Superuser { get; }

    /// <summary>Pool of connections as <see cref="TestCluster.ProductionUser"/>.</summary>
    public NpgsqlDataSource DataSource => _source.Value;

    /// <summary>Pool of connections as superuser.</summary>
    public NpgsqlDataSource SuperuserSource => _superuserSource.Value;

    /// <summary>Runs a statement as superuser.</summary>
    public async Task ExecuteAsync(SqlText sql)
    {
        await using NpgsqlConnection connection = await SuperuserSource.OpenConnectionAsync();
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads one value as superuser; null for no row.</summary>
    public async Task<T?> ScalarAsync<T>(SqlText sql)
    {
        await using NpgsqlConnection connection = await SuperuserSource.OpenConnectionAsync();
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Ends all connections and takes no new ones, as a server does that stops; or takes them again.</summary>
    public async Task AllowConnectionsAsync(bool allow)
    {
        SqlName name = SqlName.Exact(Superuser.Database);
        SqlText on = $"alter database {name} allow_connections true", off = $"alter database {name} allow_connections false";
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(Superuser with { Database = "postgres" }, CancellationToken.None);
        await using (NpgsqlCommand command = (allow ? on : off).On(connection))
            await command.ExecuteNonQueryAsync();
        if (allow)
            return;
        SqlText end = $"select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = {Superuser.Database}";
        await using NpgsqlCommand terminate = end.On(connection);
        await terminate.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated)
            await _source.Value.DisposeAsync();
        if (_superuserSource.IsValueCreated)
            await _superuserSource.Value.DisposeAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(Superuser with { Database = "postgres" }, CancellationToken.None);
        SqlText drop = $"drop database if exists {SqlName.Exact(Superuser.Database)} with (force)";
        await using NpgsqlCommand command = drop.On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
