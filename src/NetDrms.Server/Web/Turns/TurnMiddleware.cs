using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Server.Api;
using NetDrms.Server.Roles;
using NetDrms.Server.Web.Requests;

namespace NetDrms.Server.Web.Turns;

/// <summary>Slows hasty addresses down, and lets requests of marked endpoints run when it is their turn. Spec 06 §1, §13.2.</summary>
/// <param name="next">What runs then.</param>
/// <param name="queue">Turns.</param>
/// <param name="pace">Rates.</param>
/// <param name="options">The limits, for the answer.</param>
/// <param name="log">Tells of what was cut off.</param>
internal sealed class TurnMiddleware(RequestDelegate next, FairQueue queue, AddressPace pace, WebOptions options, ILogger<TurnMiddleware> log)
{
    private readonly TimeSpan _longestAnswer = TimeSpan.FromSeconds(options.AnswerSeconds);

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        string address = ClientAddress.Group(http);
        if (pace.Take(address) is not TimeSpan pause)
        {
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, $"this address sends more than {options.RequestsPerSecond:0.###} requests a second");
            return;
        }
        if (pause > TimeSpan.Zero)
        {
            RequestFacts.Of(http).Waited = pause;
            await Task.Delay(pause, http.RequestAborted);
        }
        if (http.GetEndpoint()?.Metadata.GetMetadata<TurnMark>() is null)
        {
            await next(http);
            return;
        }
        using Turn turn = await queue.TakeAsync(address, http.RequestAborted);
        RequestFacts.Of(http).Waited = pause + turn.Waited;
        if (turn.Refusal != TurnRefusal.None)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, Why(turn.Refusal));
            return;
        }
        await RunAsync(http);
    }

    // A turn ends: whoever reads ever so slowly holds a connection to the database that others wait for.
    private async Task RunAsync(HttpContext http)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(_longestAnswer);
        CancellationToken gone = http.RequestAborted;
        http.RequestAborted = patience.Token;
        try
        {
            await next(http);
        }
        finally
        {
            http.RequestAborted = gone;
            if (patience.IsCancellationRequested && !gone.IsCancellationRequested)
            {
                log.AnswerCutOff(http.TraceIdentifier, http.Request.Path, options.AnswerSeconds);
                http.Abort();
            }
        }
    }

    private string Why(TurnRefusal refusal) => refusal switch
    {
        TurnRefusal.AddressIsFull => string.Create(CultureInfo.InvariantCulture, $"{options.WaitingPerAddress} requests of this address wait already; {options.QueriesPerAddress} run at a time"),
        TurnRefusal.QueueIsFull => string.Create(CultureInfo.InvariantCulture, $"{options.Waiting} requests wait already; {options.Queries} run at a time"),
        _ => string.Create(CultureInfo.InvariantCulture, $"no turn within {options.WaitSeconds} s: {options.Queries} queries run at a time, {options.QueriesPerAddress} of one address"),
    };

    private int RetrySeconds => Math.Max(1, (int)Math.Ceiling(Math.Min(options.WaitSeconds, 30)));

    private async Task RefuseAsync(HttpContext http, int status, string why)
    {
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await ApiCall.AnswerAsync(http, new ApiProblem(status, new DrmsError(ErrorCode.Limit, $"too many requests: {why}") { Hint = "Try again later." }) { RetryAfter = RetrySeconds });
            return;
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        if (http.Features.Get<IHttpResponseBodyFeature>() is null)
            return;
        await using Utf8JsonWriter json = new(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("status", 1);   // a client that looks at the body only knows that it failed
        json.WriteString("error", $"too many requests: {why}; try again later");
        json.WriteEndObject();
    }
}
