using System.Globalization;
using System.Text;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>What the address of an explorer page says; every state of the page has one.</summary>
public sealed record ExplorerRequest
{
    /// <summary>Most records of a page.</summary>
    public const int LargestCount = 500;

    private const int UsualCount = 100;
    private const int LastPage = 2000;

    /// <summary>The record set as typed; empty for none.</summary>
    public string RecordSet { get; init; } = "";

    /// <summary>The keywords chosen; empty for the usual ones.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Records of a page; negative for the last ones.</summary>
    public int Count { get; init; } = UsualCount;

    /// <summary>Number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Keywords to be plotted; empty for a usual one.</summary>
    public IReadOnlyList<string> Plotted { get; init; } = [];

    /// <summary>Record set of the record whose image is shown; empty for the first one.</summary>
    public string Record { get; init; } = "";

    /// <summary>Segment that is shown; empty for the first picture.</summary>
    public string Segment { get; init; } = "";

    /// <summary>The fields of the image's look as they came.</summary>
    public IQueryCollection Look { get; private init; } = QueryCollection.Empty;

    /// <summary>Reads an address; numbers that are none are the usual ones.</summary>
    public static ExplorerRequest Of(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        int count = Number(query, "n", UsualCount);
        return new ExplorerRequest
        {
            RecordSet = query["ds"].ToString().ReplaceLineEndings(" ").Trim(),
            Keywords = Names(query, "key"),
            Count = count == 0 ? UsualCount : Math.Clamp(count, -LargestCount, LargestCount),
            Page = Math.Clamp(Number(query, "page", 1), 1, LastPage),
            Plotted = Names(query, "plot"),
            Record = query["rec"].ToString(),
            Segment = query["seg"].ToString(),
            Look = query,
        };
    }

    /// <summary>The address of this state.</summary>
    public string Url
    {
        get
        {
            StringBuilder url = new("/records?ds=");
            url.Append(Uri.EscapeDataString(RecordSet));
            Append(url, "key", string.Join(',', Keywords));
            Append(url, "n", Count == UsualCount ? "" : Count.ToString(CultureInfo.InvariantCulture));
            Append(url, "page", Page == 1 ? "" : Page.ToString(CultureInfo.InvariantCulture));
            Append(url, "plot", string.Join(',', Plotted));
            Append(url, "rec", Record);
            Append(url, "seg", Segment);
            foreach (string name in (string[])["scaling", "colors", "min", "max"])
                Append(url, name, Look[name].ToString());
            return url.ToString();
        }
    }

    private static void Append(StringBuilder url, string name, string value)
    {
        if (value.Length > 0)
            url.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal));
    }

    private static string[] Names(IQueryCollection query, string name) =>
        [.. query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static int Number(IQueryCollection query, string name, int usual) =>
        int.TryParse(query[name].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : usual;
}
