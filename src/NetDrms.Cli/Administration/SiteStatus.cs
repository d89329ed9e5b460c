using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary>Looks at each part of a site.</summary>
/// <param name="home">The site.</param>
/// <param name="daemon">Its daemon.</param>
internal sealed class SiteStatus(SiteHome home, DaemonProcess daemon)
{
    private const long LowBytes = 1L << 30;

    /// <summary>The parts, in the order in which they need each other.</summary>
    public async Task<IReadOnlyList<SitePart>> LookAsync(CancellationToken cancel)
    {
        List<SitePart> parts = [];
        if (home.Options.Database.Embedded)
            parts.Add(Cluster());
        parts.Add(await DatabaseAsync("DRMS database", home.DrmsAdministrator, $"select count(*) from public.drms_series()", "series", cancel));
        parts.Add(await DatabaseAsync("SUMS database", home.Sums, $"select count(*) from public.sum_main", "storage units", cancel));
        parts.Add(await DaemonAsync(cancel));
        if (DaemonOptions.Read(home.Settings.Section("daemon")).Roles.Contains("web"))
            parts.Add(Web());
        if (daemon.ProcessId is not null && home.MonitorUrl is string monitor)
            parts.Add(new("storage page", true, "running", monitor, null));
        parts.AddRange(await PartitionsAsync(cancel));
        return parts;
    }

    private SitePart Cluster()
    {
        string place = home.ClusterFolder;
        return home.Cluster.Folder.ServerProcess() is not int process
            ? new("PostgreSQL", false, home.Cluster.Folder.IsInitialized ? "stopped" : "missing", place, home.Cluster.Folder.IsInitialized ? "drms site up" : "drms site init")
            : new("PostgreSQL", true, "running", $"process {process}, socket {home.SocketFolder}", null);
    }

    private async Task<SitePart> DatabaseAsync(string name, DatabaseTarget target, SqlText counting, string things, CancellationToken cancel)
    {
        try
        {
            await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
            await using NpgsqlCommand command = counting.On(connection);
            long count = (long)(await command.ExecuteScalarAsync(cancel))!;
            return new(name, true, "ready", string.Create(CultureInfo.InvariantCulture, $"{target.Database}: {count} {things}"), null);
        }
        catch (DrmsException failure)
        {
            return new(name, false, "unreachable", failure.Error.Message, home.Options.Database.Embedded ? "drms site up" : "Start the server, or correct site.toml.");
        }
        catch (PostgresException failure)
        {
            return new(name, false, "incomplete", failure.MessageText, "drms site init");
        }
    }

    private async Task<SitePart> DaemonAsync(CancellationToken cancel)
    {
        const string Name = "storage daemon";
        if (daemon.ProcessId is not int process)
            return new(Name, false, "stopped", daemon.Address.ToString(), "drms site up");
        return await daemon.PingAsync(cancel) is string why
            ? new(Name, false, "silent", $"process {process}: {why}", $"See {daemon.LogFile}, then drms site down and up.")
            : new(Name, true, "running", $"process {process}, {daemon.Address}", null);
    }

    private SitePart Web() => daemon.ProcessId is not null && home.WebUrl is string url
        ? new("web", true, "running", url, null)
        : new("web", false, "stopped", "pages and web programs", "drms site up");

    private async Task<IReadOnlyList<SitePart>> PartitionsAsync(CancellationToken cancel)
    {
        IReadOnlyList<SitePartition> partitions;
        try
        {
            partitions = await SitePartition.ListAsync(home, cancel);
        }
        catch (Exception failure) when (failure is DrmsException or NpgsqlException)
        {
            return [];   // the line of the SUMS database has said it
        }
        return [.. partitions.Select(Partition)];
    }

    private static SitePart Partition(SitePartition partition)
    {
        string name = $"partition {Path.GetFileName(partition.Path)}";
        if (!Directory.Exists(partition.Path))
            return new(name, false, "missing", partition.Path, "Mount its file system.");
        long free = new DriveInfo(partition.Path).AvailableFreeSpace;
        string detail = string.Create(CultureInfo.InvariantCulture, $"{partition.Path}: {free / 1e9:0.0} GB free");
        return partition.Set < 0 ? new(name, true, "closed", detail, null)
            : free < LowBytes ? new(name, false, "nearly full", detail, "Make room, or add a partition: drms site init --partition <folder>")
            : new(name, true, "open", detail, null);
    }
}
