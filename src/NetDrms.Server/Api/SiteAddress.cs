using NetDrms.Database.Site;

namespace NetDrms.Server.Api;

/// <summary>Addresses that answers name: the site's public one, or the one that the client used.</summary>
/// <param name="options">Section [web].</param>
internal sealed class SiteAddress(WebOptions options)
{
    /// <summary>The beginning of all addresses, without a slash at its end.</summary>
    public string Of(HttpContext http) => options.PublicUrl.Length > 0 ? options.PublicUrl : $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}";

    /// <summary>The address of this request with another mark.</summary>
    public string Next(HttpContext http, string after)
    {
        IEnumerable<KeyValuePair<string, string?>> pairs = http.Request.Query
            .Where(q => q.Key != "after").Select(q => KeyValuePair.Create(q.Key, (string?)q.Value.ToString()))
            .Append(KeyValuePair.Create("after", (string?)after));
        return Of(http) + http.Request.PathBase.ToUriComponent() + http.Request.Path.ToUriComponent() + QueryString.Create(pairs).ToUriComponent();
    }

    /// <summary>Writes a path of the file system as one of an address.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
