using System.Buffers;
using System.Globalization;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Driver;
using SessionOptions = NetDrms.Drms.Sessions.SessionOptions;

namespace NetDrms.Server.Api;

/// <summary>Runs the endpoints of the API: what goes wrong becomes a problem, or, once the answer has begun, a broken connection that nobody takes for a whole answer.</summary>
/// <param name="site">The site.</param>
/// <param name="problems">What failures mean.</param>
/// <param name="log">Gets defects of ours.</param>
internal sealed class ApiCall(SiteAccess site, ApiProblems problems, ILogger<ApiCall> log)
{
    /// <summary>Runs an endpoint.</summary>
    public async Task RunAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        try
        {
            await endpoint(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the client has gone
        }
        catch (Exception failure)
        {
            ApiProblem? problem = problems.Of(failure);
            if (problem is null or { Status: StatusCodes.Status500InternalServerError })
                log.ApiFailed(http.Request.Path, failure);
            await AnswerAsync(http, problem ?? ApiProblems.Defect);
        }
    }

    /// <summary>A connection of a stranger, who only reads.</summary>
    public Task<DrmsSession> OpenSessionAsync(CancellationToken cancel) => DrmsSession.OpenAsync(new SessionOptions
    {
        Database = site.Database,
        Connections = site.Connections,
        Sums = site.Sums,
        Trust = Trust.Stranger,
        Started = TimeProvider.System.GetUtcNow(),
    }, cancel);

    /// <summary>Answers with a problem, or breaks the connection when it is too late for that.</summary>
    public static async Task AnswerAsync(HttpContext http, ApiProblem problem)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        HttpResponse response = http.Response;
        response.Clear();
        response.StatusCode = problem.Status;
        response.ContentType = ApiProblem.MediaType;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is int seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem.Allow is string allow)
            response.Headers.Allow = allow;
        ArrayBufferWriter<byte> body = new();
        problem.Write(body);
        response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }
}
