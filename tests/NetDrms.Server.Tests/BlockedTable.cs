using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests;

/// <summary>Holds a lock on demo.web, so that every query of it waits until this is disposed; tells how many do.</summary>
public sealed class BlockedTable : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly WebSite _web;

    private BlockedTable(WebSite web, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _web = web;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>Takes the lock.</summary>
    public static async Task<BlockedTable> OfAsync(WebSite web)
    {
        ArgumentNullException.ThrowIfNull(web);
        NpgsqlConnection connection = await DatabaseConnection.OpenAsync(web.Site.Home.DrmsAdministrator, TestContext.Current.CancellationToken);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        SqlText sql = $"lock table demo.web in access exclusive mode";
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new BlockedTable(web, connection, transaction);
    }

    /// <summary>Waits until so many queries wait for the lock.</summary>
    public async Task WaitForAsync(int queries, TimeSpan? patience = null)
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        int now;
        while ((now = await WaitingAsync()) != queries)
        {
            Assert.True(watch.Elapsed < (patience ?? s_patience), $"{now} queries wait, not {queries}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Queries that wait for the lock.</summary>
    public async Task<int> WaitingAsync() =>
        int.Parse((await _web.Site.DrmsValueAsync($"select count(*) from pg_stat_activity where state = 'active' and wait_event_type = 'Lock'"))!, System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
