using System.Diagnostics.Metrics;
using NetDrms.Database.Site;
using NetDrms.Sums.Daemon;

namespace NetDrms.Server.Roles;

/// <summary>Role "sums": the storage daemon of the site.</summary>
/// <param name="home">The site.</param>
/// <param name="storage">Its SUMS database.</param>
/// <param name="options">Section [sums].</param>
/// <param name="logs">Where log lines go.</param>
/// <param name="meters">Where measurements go.</param>
internal sealed class SumsRole(SiteHome home, StorageDatabase storage, SumsOptions options, ILoggerFactory logs, IMeterFactory meters) : IHostedService, IAsyncDisposable
{
    private SumsDaemon? _daemon;

    /// <summary>Starts the daemon; it has settled what an earlier one left when this returns.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        _daemon = await SumsDaemon.StartAsync(options, storage.Target, home.DrmsProduction, logs, meters, cancellationToken);

    /// <summary>Takes no new session, waits for the open ones up to the configured limit.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _daemon?.StopAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _daemon?.DisposeAsync() ?? ValueTask.CompletedTask;
}
