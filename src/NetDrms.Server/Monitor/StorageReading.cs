using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Server.Pages;
using NetDrms.Server.Roles;
using NetDrms.Sums.Overview;
using Npgsql;

namespace NetDrms.Server.Monitor;

/// <summary>Reads what operators see of the storage.</summary>
/// <param name="home">The site.</param>
/// <param name="renderer">Renders the page.</param>
/// <param name="log">Told what fails.</param>
internal sealed class StorageReading(SiteHome home, PageRenderer renderer, ILogger<StorageReading> log)
{
    private const int MostSeries = 15;
    private readonly DatabaseTarget _sums = home.Sums.With("default_transaction_read_only", "on").With("statement_timeout", "60000");

    /// <summary>A connection that can only read.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancel) => DatabaseConnection.OpenAsync(_sums, cancel);

    /// <summary>Answers with the page.</summary>
    public async Task SendPageAsync(HttpContext http)
    {
        CancellationToken cancel = http.RequestAborted;
        try
        {
            await using NpgsqlConnection connection = await OpenAsync(cancel);
            StorageModel model = new(
                home.Options.Identity.Name,
                await StorageState.ReadAsync(connection, cancel),
                await StorageOutlook.ExpiriesAsync(connection, StorageModel.DaysAhead, cancel),
                await StorageOutlook.BacklogAsync(connection, cancel),
                await DaemonActivities.ReadAsync(connection, cancel),
                [.. (await StorageUses.ReadAsync(connection, StorageUseKey.Series, cancel)).Take(MostSeries)]);
            await renderer.WriteAsync<StoragePage>(http, model);
        }
        catch (Exception failure) when (failure is DrmsException or NpgsqlException && !http.Response.HasStarted)
        {
            DrmsError error = failure is DrmsException known ? known.Error : DatabaseFailure.Describe((NpgsqlException)failure);
            log.PageFailed(http.Request.Path, http.TraceIdentifier, failure);
            await renderer.WriteAsync<ProblemPage>(http, PageProblem.Of(error, http.TraceIdentifier), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Answers whether the SUMS database can be used: 200 or 503.</summary>
    public async Task SendHealthAsync(HttpContext http)
    {
        bool isWell = true;
        try
        {
            await using NpgsqlConnection connection = await OpenAsync(http.RequestAborted);
        }
        catch (DrmsException failure)
        {
            log.NotWell(failure);
            isWell = false;
        }
        http.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(isWell ? "ok\n" : "the SUMS database does not answer\n", http.RequestAborted);
    }
}
