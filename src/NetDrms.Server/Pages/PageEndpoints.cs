using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Server.Pages.Catalog;
using NetDrms.Server.Pages.Explorer;
using NetDrms.Server.Pages.Overview;
using NetDrms.Server.Pages.Viewer;
using NetDrms.Server.Roles;
using NetDrms.Server.Web.Turns;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace NetDrms.Server.Pages;

/// <summary>The pages for people: series, one series, records, images. Spec 06 §12.</summary>
/// <param name="site">The site.</param>
/// <param name="renderer">Renders them.</param>
/// <param name="index">Reads the list of series.</param>
/// <param name="images">Reads the page of an image.</param>
/// <param name="pictures">Makes pictures.</param>
/// <param name="log">Gets what strangers are not told.</param>
internal sealed class PageEndpoints(SiteAccess site, PageRenderer renderer, SeriesIndex index, ImageReading images, PictureEndpoints pictures, ILogger<PageEndpoints> log)
{
    private static readonly string[] s_methods = ["GET", "HEAD"];

    /// <summary>Adds what pages need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SeriesIndex>();
        services.AddSingleton<PictureSource>();
        services.AddSingleton<PictureEndpoints>();
        services.AddSingleton<ImageReading>();
        services.AddSingleton<PageEndpoints>();
    }

    /// <summary>Makes the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/assets/{name}", s_methods, PageAssets.AnswerAsync);
        Page(routes, "/", ShowIndexAsync);
        Page(routes, "/series/{name}", ShowSeriesAsync);
        Page(routes, "/records", ShowRecordsAsync);
        Page(routes, "/image", ShowImageAsync);
        Page(routes, "/curves.json", CurveEndpoint.SendAsync);
        Page(routes, "/check.json", CheckEndpoint.SendAsync);
        Page(routes, "/preview.png", pictures.SendPreviewAsync);
        Page(routes, "/pixels", pictures.SendPixelsAsync);
        Page(routes, "/file", PictureEndpoints.SendFileAsync);
    }

    private async Task ShowIndexAsync(HttpContext http, PageSession session)
    {
        string search = http.Request.Query["q"].ToString();
        await renderer.WriteAsync<IndexPage>(http, await index.ReadAsync(session, search, http.RequestAborted));
    }

    private async Task ShowSeriesAsync(HttpContext http, PageSession session)
    {
        string name = (string)http.Request.RouteValues["name"]!;
        await renderer.WriteAsync<SeriesPage>(http, await SeriesReading.ReadAsync(session, name, http.RequestAborted));
    }

    private async Task ShowRecordsAsync(HttpContext http, PageSession session)
    {
        ExplorerModel model = await ExplorerReading.ReadAsync(session, ExplorerRequest.Of(http.Request.Query), renderer.SiteUrl(http.Request), http.RequestAborted);
        await renderer.WriteAsync<ExplorerPage>(http, model, model.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private async Task ShowImageAsync(HttpContext http, PageSession session) => await renderer.WriteAsync<ImagePage>(http, await images.ReadAsync(http, session));

    private void Page(IEndpointRouteBuilder routes, string pattern, Func<HttpContext, PageSession, Task> show) =>
        routes.MapMethods(pattern, s_methods, http => AnswerAsync(http, show)).TakesTurns();

    private async Task AnswerAsync(HttpContext http, Func<HttpContext, PageSession, Task> show)
    {
        try
        {
            await using PageSession session = await PageSession.OpenAsync(site, http.RequestAborted);
            await show(http, session);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // nobody waits for the answer any more
        }
        catch (DrmsException failure) when (!http.Response.HasStarted)
        {
            await TellAsync(http, failure.Error, failure);
        }
        catch (NpgsqlException failure) when (!http.Response.HasStarted)
        {
            await TellAsync(http, DatabaseFailure.Describe(failure), failure);
        }
        catch (DecoderFallbackException failure) when (!http.Response.HasStarted)
        {
            await TellAsync(http, DatabaseFailure.Describe(failure), failure);
        }
    }

    private async Task TellAsync(HttpContext http, DrmsError error, Exception cause)
    {
        PageProblem problem = PageProblem.Of(error, http.TraceIdentifier);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            log.PageFailed(http.Request.Path, http.TraceIdentifier, cause);
        await renderer.WriteAsync<ProblemPage>(http, problem, problem.Status);
    }
}
