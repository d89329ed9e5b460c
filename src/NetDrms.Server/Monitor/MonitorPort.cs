using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NetDrms.Database.Site;
using NetDrms.Server.Pages;
using NetDrms.Server.Web.Requests;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace NetDrms.Server.Monitor;

/// <summary>A port of its own for operators: state of the storage, <c>/metrics</c>, <c>/healthz</c>. Nothing of it can be reached through the port for the world.</summary>
internal static class MonitorPort
{
    private static readonly string[] s_meters = ["NetDrms.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Marks connections of the port; what a client writes in its headers cannot.</summary>
    private sealed class Mark;

    /// <summary>Adds what it needs.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry().ConfigureResource(static resource => resource.AddService("drmsd")).WithMetrics(static metrics => metrics.AddMeter(s_meters).AddPrometheusExporter());
        builder.Services.AddSingleton<StorageReading>();
        builder.Services.AddSingleton<StorageGauges>();
        builder.Services.AddHostedService(static known => known.GetRequiredService<StorageGauges>());
    }

    /// <summary>Listens.</summary>
    public static void Listen(KestrelServerOptions kestrel, DaemonOptions options) =>
        kestrel.Listen(IPAddress.Parse(options.MonitorAddress), options.MonitorPort, static endpoint => endpoint.Use(static next => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        }));

    /// <summary>Answers the connections of the port; the rest of the program does not see them.</summary>
    public static void Map(WebApplication app) => app.MapWhen(static http => http.Features.Get<Mark>() is not null, static branch =>
    {
        branch.UseOpenTelemetryPrometheusScrapingEndpoint();
        branch.UseRouting();
        branch.UseEndpoints(static routes =>
        {
            routes.MapGet("/assets/{name}", PageAssets.AnswerAsync);
            routes.MapGet("/healthz", static (HttpContext http, StorageReading reading) => reading.SendHealthAsync(http));
            routes.MapGet("/", static (HttpContext http, StorageReading reading) => reading.SendPageAsync(http));
        });
        branch.Run(static http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    });
}
