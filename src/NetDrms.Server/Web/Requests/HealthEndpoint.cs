using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;
using NetDrms.Server.Roles;
using Npgsql;

namespace NetDrms.Server.Web.Requests;

/// <summary><c>/healthz</c>: 200 when the database answers, else 503; for proxies and watchers.</summary>
/// <param name="site">The site.</param>
/// <param name="log">Tells why it does not.</param>
internal sealed class HealthEndpoint(SiteAccess site, ILogger<HealthEndpoint> log)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly string[] s_methods = ["GET", "HEAD"];

    /// <summary>Makes the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/healthz", s_methods, AnswerAsync).IsPublicData();

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/plain; charset=utf-8";
        bool isWell = await IsWellAsync(http.RequestAborted);
        http.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await http.Response.WriteAsync(isWell ? "ok\n" : "the database does not answer\n", http.RequestAborted);
    }

    private async Task<bool> IsWellAsync(CancellationToken cancel)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(s_patience);
        try
        {
            SqlText sql = $"select 1";
            await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Connections!, site.Database, patience.Token);
            await using NpgsqlCommand command = sql.On(connection);
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.NotWell(failure);
            return false;
        }
    }
}
