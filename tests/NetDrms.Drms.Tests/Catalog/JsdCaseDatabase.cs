using NetDrms.Database.Schema;
using NetDrms.Drms.Tests.Catalog;
using NetDrms.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(JsdCaseDatabase))]

namespace NetDrms.Drms.Tests.Catalog;

/// <summary>The database of the recorded definitions: namespace h02 with the series that links point to.</summary>
public sealed class JsdCaseDatabase : IAsyncDisposable
{
    private readonly Lazy<Task<TestDatabase>> _database = new(MakeAsync);

    /// <summary>The database, made at the first call.</summary>
    public Task<TestDatabase> GetAsync() => _database.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_database.IsValueCreated)
            await (await _database.Value).DisposeAsync();
    }

    private static async Task<TestDatabase> MakeAsync()
    {
        TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using (NpgsqlConnection superuser = await database.SuperuserSource.OpenConnectionAsync())
            await NamespaceSchema.CreateAsync(superuser, "h02", NamespaceGroup.User, TestCluster.ProductionUser, CancellationToken.None);
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync();
        string target = Golden.Lines("jsd_cases.jsonl").First().Row.GetProperty("jsd").GetString()!;
        ClassicCreateSeries made = await ClassicCreateSeries.RunAsync(connection, target, CancellationToken.None);
        return made.Exit == 0 ? database : throw new InvalidOperationException(made.Error);
    }
}
