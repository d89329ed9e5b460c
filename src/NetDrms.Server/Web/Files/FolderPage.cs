using System.Globalization;
using System.Net;
using System.Text;

namespace NetDrms.Server.Web.Files;

/// <summary>The page that lists a folder of a storage unit.</summary>
internal static class FolderPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="here">Path of the folder, as it was asked for, without a slash at its end.</param>
    /// <param name="folder">What it holds.</param>
    public static string Of(string here, IReadOnlyList<(string Name, long SizeBytes)> folder)
    {
        StringBuilder page = new();
        string title = WebUtility.HtmlEncode(here);
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body><h1>{title}</h1>\n<table>\n<tr><th>name</th><th>bytes</th></tr>\n");
        foreach ((string name, long bytes) in folder)
        {
            bool isFolder = name.EndsWith('/');
            string link = string.Join('/', $"{here}/{name}".Split('/').Select(Uri.EscapeDataString));
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{link}\">{WebUtility.HtmlEncode(name)}</a></td><td>{(isFolder ? "" : bytes)}</td></tr>\n");
        }
        return page.Append("</table></body></html>\n").ToString();
    }
}
