using NetDrms.Database.Site;

namespace NetDrms.Server.Roles;

/// <summary>Looks every minute whether the site's logs are too long; part of every drmsd.</summary>
/// <param name="home">The site.</param>
/// <param name="logs">Those of this process.</param>
/// <param name="log">Where it tells what it did.</param>
internal sealed class LogKeeper(SiteHome home, KeptLogs logs, ILogger<LogKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause);
        do
        {
            foreach (string name in logs.Names)
                Keep(Path.Combine(home.LogFolder, name));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Keep(string path)
    {
        try
        {
            if (LogRotation.RotateIfLong(path))
                log.Rotated(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.NotRotated(path, failure);
        }
    }
}
