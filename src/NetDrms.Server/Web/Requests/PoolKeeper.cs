using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;
using NetDrms.Server.Roles;
using Npgsql;

namespace NetDrms.Server.Web.Requests;

/// <summary>Throws the pool's connections away when the database server restarts, so that no request meets a dead one.</summary>
/// <remarks>One idle connection waits for a message that never comes: its end is the sign, without a query an interval.</remarks>
/// <param name="site">The site.</param>
/// <param name="log">Told when the server went.</param>
internal sealed class PoolKeeper(SiteAccess site, ILogger<PoolKeeper> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool wasThere = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection watch = await DatabaseConnection.OpenAsync(site.Database, stoppingToken);
                wasThere = true;
                while (true)
                    await watch.WaitAsync(stoppingToken);
            }
            catch (Exception gone) when (gone is not OperationCanceledException)
            {
                if (wasThere)
                {
                    site.Connections!.Clear();
                    log.DatabaseWent(gone);
                }
                wasThere = false;
                await Task.Delay(s_pause, stoppingToken);
            }
        }
    }
}
