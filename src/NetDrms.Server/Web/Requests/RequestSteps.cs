using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using NetDrms.Database.Site;
using NetDrms.Server.Web.Files;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Web.Requests;

/// <summary>What every request passes before its endpoint: proxies, id and log, compression, its turn.</summary>
internal static class RequestSteps
{
    private static readonly string[] s_compressed =
    [
        "text/plain", "text/html", "text/css", "text/javascript", "text/csv", "application/json", "application/problem+json", "application/xml", "application/x-votable+xml", "image/svg+xml",
    ];

    /// <summary>Adds what the steps need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(static compression =>
        {
            compression.EnableForHttps = true;   // answers hold no secrets
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = s_compressed;
        });
        services.Configure<BrotliCompressionProviderOptions>(static brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddSingleton(static known => new FairQueue(TurnLimits.Of(known.GetRequiredService<WebOptions>())));
        services.AddSingleton<AddressPace>();
        services.AddSingleton<LoggedAddress>();
        services.AddSingleton<WebMetrics>();
        services.AddSingleton<HealthEndpoint>();
        services.AddHostedService<PoolKeeper>();
    }

    /// <summary>Puts the steps in their order.</summary>
    public static void Use(WebApplication app)
    {
        WebOptions options = app.Services.GetRequiredService<WebOptions>();
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders(Forwarded(options));
        app.UseRouting();
        app.UseMiddleware<RequestMiddleware>();
        app.UseWhen(static http => http.GetEndpoint()?.Metadata.GetMetadata<FileMark>() is null, static branch => branch.UseResponseCompression());
        app.UseMiddleware<TurnMiddleware>();
    }

    // The address is the last one that no trusted proxy has: what stands before it, the client wrote itself.
    private static ForwardedHeadersOptions Forwarded(WebOptions options)
    {
        ForwardedHeadersOptions forwarded = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in options.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out IPAddress? address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
        return forwarded;
    }
}
