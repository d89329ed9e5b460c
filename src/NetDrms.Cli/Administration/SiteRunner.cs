using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;

namespace NetDrms.Cli.Administration;

/// <summary>Starts and stops the parts of a site in the order in which they need each other.</summary>
/// <param name="home">The site.</param>
/// <param name="environment">Value of an environment variable, or null.</param>
/// <param name="progress">Told what is done.</param>
internal sealed class SiteRunner(SiteHome home, Func<string, string?> environment, IProgress<string> progress)
{
    /// <summary>The daemon.</summary>
    public DaemonProcess Daemon { get; } = new(home, ReadSums(home), environment);

    /// <summary>Starts what does not run, waits until it answers. What this call started is stopped again when the rest cannot be.</summary>
    public async Task UpAsync(CancellationToken cancel)
    {
        using SiteLock held = await LockAsync(cancel);
        bool hadDaemon = Daemon.ProcessId is not null;
        PrivateCluster? started = null;
        try
        {
            if (home.Options.Database.Embedded)
            {
                PrivateCluster cluster = home.Cluster;
                if (cluster.Folder.ServerProcess() is null)
                {
                    progress.Report("starting PostgreSQL");
                    started = cluster;
                }
                await cluster.StartAsync(cancel);
            }
            await SiteUpgrade.MigrateAsync(home, cancel);
            if (!hadDaemon)
                progress.Report("starting the storage daemon");
            await Daemon.StartAsync(cancel);
        }
        catch
        {
            if (!hadDaemon)
                await Daemon.StopAsync(CancellationToken.None);
            if (started is not null)
                await started.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops the daemon, then the private cluster; servers of one's own are left alone.</summary>
    public async Task DownAsync(CancellationToken cancel)
    {
        using SiteLock held = await LockAsync(cancel);
        if (Daemon.ProcessId is not null)
        {
            progress.Report("stopping the storage daemon");
            if (!await Daemon.StopAsync(cancel))
                progress.Report("warning: it did not stop in time and was killed; the next start settles what it left");
        }
        if (home.Options.Database.Embedded && home.Cluster.Folder.ServerProcess() is not null)
        {
            progress.Report("stopping PostgreSQL");
            await home.Cluster.StopAsync(cancel);
        }
    }

    private Task<SiteLock> LockAsync(CancellationToken cancel) =>
        SiteLock.TakeAsync(Path.Combine(home.Folder, SiteMaker.LockName), SiteMaker.LockPatience, progress, cancel);

    // The whole file is checked here, so that a misspelled key is found before the daemon finds it.
    private static SumsOptions ReadSums(SiteHome home)
    {
        SumsOptions sums = SumsOptions.Read(home.Settings.Section("sums"));
        home.Settings.Add(sums.Check());
        home.Settings.Add(ArchiveOptions.Read(home.Settings.Section("archive")).For(home.Folder, sums).Check());
        home.Settings.Add(StewardOptions.Read(home.Settings.Section("steward")).Check());
        home.Settings.Add(DaemonOptions.Read(home.Settings.Section("daemon")).Check());
        _ = WebOptions.Read(home.Settings.Section("web"));
        _ = ExportOptions.Read(home.Settings.Section("export"));
        home.Settings.CheckUnknown(Environment.GetEnvironmentVariables());
        home.Settings.ThrowIfMistaken();
        return sums;
    }
}
