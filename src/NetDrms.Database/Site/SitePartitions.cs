using NetDrms.Database.Cluster;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>The partitions of a site: folders with the right owner and mode, and their rows in <c>sum_partn_avail</c>. Spec 04 §1.</summary>
internal static class SitePartitions
{
    // wd and online_loc hold 80 characters: "/D" and a number of 19 digits stand behind the partition
    private const int LongestPath = 80 - 21;

    /// <summary>Makes a partition's folder and row unless they are there.</summary>
    /// <returns>True when the row was made.</returns>
    public static async Task<bool> AddAsync(NpgsqlConnection connection, string path, ServiceAccount account, CancellationToken cancel)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (full.Length > LongestPath)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"path of partition \"{full}\" is longer than {LongestPath} characters")
            {
                Detail = "The SUMS database keeps 80 characters of a storage unit's path.",
            });
        }
        if (!Directory.Exists(full))
            account.CreateFolder(full, FolderModes.Partition);
        DriveInfo drive = new(full);
        SqlText sql = $"""
            insert into public.sum_partn_avail (partn_name, total_bytes, avail_bytes, pds_set_num, pds_set_prime)
            values ({full}, {drive.TotalSize}, {drive.AvailableFreeSpace}, 0, 0) on conflict (partn_name) do nothing
            """;
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteNonQueryAsync(cancel) > 0;
    }
}
