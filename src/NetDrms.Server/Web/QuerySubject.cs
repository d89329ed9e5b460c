using System.Net;

namespace NetDrms.Server.Web;

/// <summary>What a query string asks for, for the log: the record set, and nothing that names a person.</summary>
internal static class QuerySubject
{
    private static readonly string[] s_names = ["ds=", "spec=", "filter=", "series=", "requestid="];

    /// <summary>The record set as it was written; empty when there is none.</summary>
    public static string Of(string? query)
    {
        if (string.IsNullOrEmpty(query))
            return "";
        ReadOnlySpan<char> rest = query.AsSpan(1);
        foreach (Range range in rest.Split('&'))
        {
            ReadOnlySpan<char> pair = rest[range];
            foreach (string name in s_names)
            {
                if (pair.StartsWith(name, StringComparison.Ordinal))
                    return WebUtility.UrlDecode(pair[name.Length..].ToString());
            }
        }
        return "";
    }
}
