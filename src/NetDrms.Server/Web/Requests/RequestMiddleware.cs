using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Server.Roles;

namespace NetDrms.Server.Web.Requests;

/// <summary>The outermost step of a request: its id, the headers of all answers, what a failure looks like from outside, and its line in the log.</summary>
/// <param name="next">What answers.</param>
/// <param name="options">What is logged.</param>
/// <param name="address">Clients in the log.</param>
/// <param name="metrics">Counts.</param>
/// <param name="log">The log.</param>
internal sealed class RequestMiddleware(RequestDelegate next, WebOptions options, LoggedAddress address, WebMetrics metrics, ILogger<RequestMiddleware> log)
{
    private const int ClientClosedRequest = 499;   // a number of the log only, as other servers have it
    private const int LongestPath = 200;
    private static readonly Func<object, Task> s_setHeaders = static http => SetHeaders((HttpContext)http, isPublicData: false);
    private static readonly Func<object, Task> s_setDataHeaders = static http => SetHeaders((HttpContext)http, isPublicData: true);

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        long began = Stopwatch.GetTimestamp();
        http.TraceIdentifier = RequestId.Of(http.Request);
        CountedBody body = new(http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        http.Features.Set<IHttpResponseBodyFeature>(body);
        bool isPublicData = http.GetEndpoint()?.Metadata.GetMetadata<PublicDataMark>() is not null;
        http.Response.OnStarting(isPublicData ? s_setDataHeaders : s_setHeaders, http);   // then at the earliest: whoever clears a response clears all headers
        int status;
        try
        {
            if (isPublicData && HttpMethods.IsOptions(http.Request.Method))
                Preflight(http.Response);
            else
                await next(http);
            await EndAsync(http);
            status = http.RequestAborted.IsCancellationRequested ? ClientClosedRequest : http.Response.StatusCode;
        }
        catch (Exception failure)
        {
            status = Fail(http, failure);
        }
        Tell(http, began, status, body.Bytes);
    }

    // The answer goes out before the server reads what is left of the request: a body that is none would make it a failure of ours.
    private static Task EndAsync(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && !http.RequestAborted.IsCancellationRequested ? http.Response.CompleteAsync() : Task.CompletedTask;

    private static Task SetHeaders(HttpContext http, bool isPublicData)
    {
        SecurityHeaders.Set(http.Response.Headers, isPublicData);
        http.Response.Headers[RequestId.Header] = http.TraceIdentifier;
        return Task.CompletedTask;
    }

    private static void Preflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, HEAD";
        response.Headers.AccessControlAllowHeaders = "Accept, Content-Type, If-Modified-Since, If-None-Match, If-Range, Range, X-Request-Id";
        response.Headers.AccessControlMaxAge = "86400";
    }

    // Strangers see the number; what happened stands in the log under the request's id.
    private int Fail(HttpContext http, Exception failure)
    {
        if (http.RequestAborted.IsCancellationRequested)
            return ClientClosedRequest;
        int status = failure switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            DrmsException { Error.Code: ErrorCode.DatabaseUnavailable or ErrorCode.SumsUnavailable } => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status >= StatusCodes.Status500InternalServerError)
            log.RequestFailed(http.TraceIdentifier, Path(http), failure);
        if (http.Response.HasStarted)
        {
            http.Abort();   // an answer that ends early must not look whole
            return status;
        }
        http.Response.Clear();
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "10";
        return status;
    }

    private void Tell(HttpContext http, long began, int status, long bytes)
    {
        RequestFacts? facts = http.Features.Get<RequestFacts>();
        TimeSpan time = Stopwatch.GetElapsedTime(began);
        string program = facts?.Program ?? "";
        metrics.Add(program, status, time, bytes);
        string subject = facts?.Subject ?? "";
        if (options.LogRequests && log.IsEnabled(LogLevel.Information))
        {
            log.Request(
                http.TraceIdentifier, http.Request.Method, Path(http), program, status, Math.Round(time.TotalMilliseconds, 2), bytes,
                Math.Round(facts?.Waited.TotalMilliseconds ?? 0, 2), subject.Length, address.Of(http));
        }
        if (time.TotalSeconds - (facts?.Waited.TotalSeconds ?? 0) > options.SlowSeconds)
            log.SlowRequest(http.TraceIdentifier, Path(http), program, Math.Round(time.TotalSeconds, 2), bytes, subject.Length, RequestFacts.Shortened(subject));
    }

    private static string Path(HttpContext http) =>
        http.Request.Path.Value is { Length: > LongestPath } path ? path[..LongestPath] + "…" : http.Request.Path.Value ?? "";
}
