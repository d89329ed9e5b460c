using System.Diagnostics.Metrics;
using NetDrms.Database.Site;
using NetDrms.Sums.Steward;

namespace NetDrms.Server.Roles;

/// <summary>Role "steward": retention, verification and archive of the site's storage.</summary>
/// <param name="home">The site.</param>
/// <param name="options">Section [steward].</param>
/// <param name="logs">Where log lines go.</param>
/// <param name="meters">Where measurements go.</param>
internal sealed class StewardRole(SiteHome home, StewardOptions options, ILoggerFactory logs, IMeterFactory meters) : IHostedService, IAsyncDisposable
{
    private StewardService? _steward;

    /// <summary>Starts the steward.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _steward = StewardService.Start(options, home.Sums, home.DrmsProduction, logs, meters);
        return Task.CompletedTask;
    }

    /// <summary>Ends its work at the next safe point.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _steward?.StopAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _steward?.DisposeAsync() ?? ValueTask.CompletedTask;
}
