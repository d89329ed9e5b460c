using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace NetDrms.Server.Pages;

/// <summary>The style sheet, the scripts and the icon that pages load; they are inside the program. Spec 06 §12: no external assets.</summary>
internal sealed class PageAssets
{
    private const string Prefix = "assets/";
    private const int VersionDigits = 12;

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Asset> s_files = Read();

    /// <summary>Address of a file, with the version of its content: a changed file is another address, so that browsers keep what they have.</summary>
    public static string Url(string name) => $"/assets/{name}?v={s_files[name].Version}";

    /// <summary>Answers a request for a file.</summary>
    public static async Task AnswerAsync(HttpContext http)
    {
        if (!s_files.TryGetValue((string)http.Request.RouteValues["name"]!, out Asset? asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        string tag = $"\"{asset.Version}\"";
        bool isVersioned = http.Request.Query["v"] == asset.Version;
        http.Response.Headers.CacheControl = isVersioned ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = asset.Content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(asset.Content, http.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        Assembly program = typeof(PageAssets).Assembly;
        Dictionary<string, Asset> files = new(StringComparer.Ordinal);
        foreach (string resource in program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream content = program.GetManifestResourceStream(resource)!;
            byte[] bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            string version = Convert.ToHexStringLower(SHA256.HashData(bytes))[..VersionDigits];
            files.Add(resource[Prefix.Length..], new Asset(bytes, version, s_types[Path.GetExtension(resource)]));
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record Asset(byte[] Content, string Version, string ContentType);
}
