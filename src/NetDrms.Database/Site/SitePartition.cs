using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>A row of <c>sum_partn_avail</c>.</summary>
/// <param name="Path">Folder, column <c>partn_name</c>.</param>
/// <param name="Set">Set in which new units are written; −1 = closed.</param>
public sealed record SitePartition(string Path, int Set)
{
    /// <summary>The partitions of a site, by path.</summary>
    public static async Task<IReadOnlyList<SitePartition>> ListAsync(SiteHome home, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(home);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(home.Sums, cancel);
        return await ListAsync(connection, cancel);
    }

    internal static async Task<IReadOnlyList<SitePartition>> ListAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select partn_name, pds_set_num from public.sum_partn_avail order by partn_name";
        List<SitePartition> partitions = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            partitions.Add(new(row.GetString(0), row.GetInt32(1)));
        return partitions;
    }
}
