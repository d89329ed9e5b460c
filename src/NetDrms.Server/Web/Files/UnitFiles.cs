using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NetDrms.Server.Web.Requests;
using NetDrms.Sums.Units;

namespace NetDrms.Server.Web.Files;

/// <summary>Files of storage units, by the path that stands in an answer: whole or in ranges, with entity tags, and nothing else of the disk. Spec 06 §1.</summary>
/// <param name="units">Knows which units there are.</param>
internal sealed class UnitFiles(OnlineUnits units)
{
    private static readonly string[] s_methods = ["GET", "HEAD"];

    /// <summary>Adds what the endpoint needs.</summary>
    public static void Add(IServiceCollection services)
    {
        services.Configure<RouteOptions>(static routes => routes.SetParameterPolicy<UnitPathConstraint>(UnitPathConstraint.Name));
        services.AddSingleton<OnlineUnits>();
        services.AddSingleton<UnitFiles>();
    }

    /// <summary>Makes the route.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods($"/{{**path:{UnitPathConstraint.Name}}}", s_methods, AnswerAsync).IsPublicData().WithMetadata(FileMark.Instance);

    private async Task AnswerAsync(HttpContext http)
    {
        using UnitEntry? entry = await FindAsync(http.Request.Path.Value ?? "", mayBeLinked: true, http.RequestAborted);
        if (entry?.File is not null && !http.Request.Path.Value!.EndsWith('/'))
            await SendAsync(http, entry);
        else if (entry?.Folder is IReadOnlyList<(string Name, long SizeBytes)> folder)
            await ListAsync(http, folder);
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task<UnitEntry?> FindAsync(string path, bool mayBeLinked, CancellationToken cancel)
    {
        foreach (UnitPath place in UnitPath.Read(path))
        {
            if (await units.FindAsync(place.Sunum, cancel) is not string folder || !place.Means(folder))
                continue;
            UnitEntry? entry = UnitEntry.TryOpen(folder, place.Names);
            if (entry?.LinkTarget is not string target)
                return entry;
            // exports of whole units hold links to the files of others: followed once, when the other is as public
            return mayBeLinked ? await FindAsync(target, mayBeLinked: false, cancel) : null;
        }
        return null;
    }

    private static async Task SendAsync(HttpContext http, UnitEntry entry)
    {
        DateTime modified = File.GetLastWriteTimeUtc(entry.File!);
        long length = RandomAccess.GetLength(entry.File!);
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{entry.Inode:x}-{length:x}-{modified.Ticks:x}\"");
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.FilePolicy;
        http.Response.Headers.CacheControl = "public, no-cache";   // the file never changes, but whether it is on line does
        await using FileStream content = new(entry.File!, FileAccess.Read, bufferSize: 0);
        await TypedResults.Stream(
            content, FileTypes.Of(http.Request.Path.Value!), fileDownloadName: null,
            new DateTimeOffset(modified.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero),   // the header has whole seconds
            new EntityTagHeaderValue(tag), enableRangeProcessing: true).ExecuteAsync(http);
    }

    private static async Task ListAsync(HttpContext http, IReadOnlyList<(string Name, long SizeBytes)> folder)
    {
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.FilePolicy;
        if (WantsJson(http.Request.Headers.Accept))
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await using Utf8JsonWriter json = new(http.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteStartArray("files");
            foreach ((string name, long bytes) in folder)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                if (!name.EndsWith('/'))
                    json.WriteNumber("bytes", bytes);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            return;
        }
        http.Response.ContentType = "text/html; charset=utf-8";
        string here = http.Request.Path.Value!.TrimEnd('/');
        await http.Response.WriteAsync(FolderPage.Of(here, folder), http.RequestAborted);
    }

    private static bool WantsJson(StringValues accept) =>
        accept.ToString() is string text && text.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !text.Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
