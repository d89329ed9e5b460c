using Microsoft.AspNetCore.Server.Kestrel.Core;
using NetDrms.Database.Site;

namespace NetDrms.Server.Web.Requests;

/// <summary>What one connection may ask of the server: sizes, and how slow it may be.</summary>
internal static class ServerLimits
{
    private const int LongestRequestLine = 64 * 1024;   // record sets stand in it
    private const double LeastRequestRate = 240;   // bytes a second
    private const double LeastAnswerRate = 1024;

    /// <summary>Sets them.</summary>
    public static void Set(KestrelServerLimits limits, WebOptions options)
    {
        limits.MaxRequestLineSize = LongestRequestLine;
        limits.MaxRequestHeadersTotalSize = LongestRequestLine;
        limits.MaxRequestBodySize = options.MaxRequestBytes;
        limits.MaxConcurrentConnections = options.Connections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        limits.MinRequestBodyDataRate = new MinDataRate(LeastRequestRate, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(LeastAnswerRate, gracePeriod: TimeSpan.FromSeconds(10));
    }
}
