using NetDrms.Database.Sql;

namespace NetDrms.Database.Tests.Cluster;

public class TestClusterTests
{
    [Fact]
    public async Task A_fresh_drms_database_has_the_session_namespace_of_the_production_user()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        Assert.Equal("su_production", await database.ScalarAsync<string>($"select sessionns from admin.sessionns where username = {TestCluster.ProductionUser}"));
    }

    [Fact]
    public async Task A_fresh_sums_database_starts_its_numbers_as_the_original_s()
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        Assert.Equal(2L, await database.ScalarAsync<long>($"select nextval('sum_seq')"));
        Assert.Equal(1L, await database.ScalarAsync<long>($"select nextval('sum_ds_index_seq')"));
    }

    [Fact]
    public async Task The_recorded_database_loads_and_its_catalog_function_lists_five_series()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        Assert.Equal(5L, await database.ScalarAsync<long>($"select count(*) from drms_series()"));
    }

    [Fact]
    public async Task A_connection_as_the_production_user_is_that_user()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using Npgsql.NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, TestContext.Current.CancellationToken);
        SqlText sql = $"select current_user::text";
        await using Npgsql.NpgsqlCommand command = sql.On(connection);
        Assert.Equal(TestCluster.ProductionUser, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
