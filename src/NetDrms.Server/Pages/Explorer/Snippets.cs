using System.Globalization;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>Writes the query of a page as curl, Python and show_info lines. Spec 06 §13.1.</summary>
internal static class Snippets
{
    /// <summary>Writes them.</summary>
    /// <param name="request">The query.</param>
    /// <param name="keywords">The keywords shown.</param>
    /// <param name="segments">The segments shown.</param>
    /// <param name="site">Address of this site.</param>
    public static IReadOnlyList<Snippet> Of(ExplorerRequest request, IReadOnlyList<string> keywords, IReadOnlyList<string> segments, string site)
    {
        string names = string.Join(',', keywords);
        string files = string.Join(',', segments);
        return
        [
            new Snippet("as-curl", "curl", $"""
                curl -G {Shell($"{site}/cgi-bin/ajax/jsoc_info")} \
                  --data-urlencode op=rs_list \
                  --data-urlencode {Shell($"ds={request.RecordSet}")} \
                  --data-urlencode {Shell($"key={names}")}{(files.Length > 0 ? $" \\\n  --data-urlencode {Shell($"seg={files}")}" : "")} \
                  --data-urlencode n={Number(request.Count)}
                """),
            new Snippet("as-python", "Python (drms)", $"""
                import drms
                from drms.config import ServerConfig, register_server

                register_server(ServerConfig(
                    name={Python(NameOf(site))},
                    cgi_baseurl={Python($"{site}/cgi-bin/ajax/")},
                    cgi_show_series="show_series",
                    cgi_jsoc_info="jsoc_info",
                    cgi_jsoc_fetch="jsoc_fetch",
                    cgi_check_address="checkAddress.sh",
                    http_download_baseurl={Python($"{site}/")}))

                client = drms.Client(server={Python(NameOf(site))})
                keys{(files.Length > 0 ? ", segments" : "")} = client.query(
                    {Python(request.RecordSet)},
                    key={Python(names)},{(files.Length > 0 ? $" seg={Python(files)}," : "")} n={Number(request.Count)})
                """),
            new Snippet("as-show-info", "show_info", $"show_info {Shell($"ds={request.RecordSet}")} {Shell($"key={names}")}{(files.Length > 0 ? $" {Shell($"seg={files}")}" : "")} n={Number(request.Count)}"),
        ];
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(string site) => Uri.TryCreate(site, UriKind.Absolute, out Uri? url) ? url.Host : "site";

    // between single quotes a shell reads everything as it is
    private static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Python(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
