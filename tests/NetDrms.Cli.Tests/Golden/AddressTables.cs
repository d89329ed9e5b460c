using NetDrms.Database.Schema;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Registered addresses of a test's database.</summary>
internal static class AddressTables
{
    /// <summary>Makes the tables as <c>drms export users add</c> does, and registers an address.</summary>
    public static async Task<int> RegisterAsync(TestDatabase database, string address, CancellationToken cancel)
    {
        await using (NpgsqlConnection connection = await database.SuperuserSource.OpenConnectionAsync(cancel))
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel))
        {
            await AddressSchema.CreateAsync(connection, TestCluster.ProductionUser, cancel);
            await transaction.CommitAsync(cancel);
        }
        return await database.ScalarAsync<int>($"select public.user_register({address}, null, null)");
    }
}
