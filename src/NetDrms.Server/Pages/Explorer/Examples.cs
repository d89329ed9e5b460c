using NetDrms.Drms.Catalog;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>Record sets to try on a series: every form of the language once, with values that the series has. Spec 01 §1.</summary>
internal static class Examples
{
    private const int DatePrecision = -3;

    /// <summary>Makes them for a series; for the first one of the site when none is named.</summary>
    public static async Task<IReadOnlyList<Example>> ForAsync(PageSession session, SeriesDefinition? series, CancellationToken cancel)
    {
        series ??= await FirstAsync(session, cancel);
        if (series is null)
            return [];
        string name = series.Name.Text;
        TimeKey? key = TimeKey.Of(series);
        SeriesSpan span = await SeriesSpan.ReadAsync(session.Session.Connection, series, key, cancel);
        List<Example> examples = [new($"{name}[]", "all records, newest versions")];
        if (key is { IsLeading: true } && span.Last is double last)
        {
            double instant = key.InstantOf(last);
            string zone = key.Keyword.Unit.ToUpperInvariant() is "TAI" or "UTC" ? key.Keyword.Unit : "UTC";
            string day = TimeFormatter.Format(new DrmsTime(instant), zone, DatePrecision);
            examples.Add(new($"{name}[$]", "the newest time"));
            examples.Add(new($"{name}[{day}/1d]", "one day"));
            examples.Add(new($"{name}[{day}/1d@1h]", "one day, a record an hour"));
            if (series.PrimeKeys.Count > 1)
                examples.Add(new($"{name}[{day}/1d][{await ValueAsync(session, series, cancel)}]", $"one day and one {series.External(series.PrimeKeys[1]).Name}"));
        }
        if (RecordKeyword.All(series, withImplicit: false).FirstOrDefault(keyword => keyword.Definition.Type is DrmsType.Float or DrmsType.Double && keyword.Definition.HasColumn && !keyword.Definition.Name.StartsWith("CR", StringComparison.Ordinal)) is RecordKeyword number)
            examples.Add(new($"{name}[][? {number.Name} > 0 ?]", $"those with a {number.Name} above 0"));
        if (series.Segments.Count > 0)
            examples.Add(new($"{name}[]{{{series.Segments[0].Name}}}", $"only the files of segment {series.Segments[0].Name}"));
        examples.Add(new($"{name}[:#1-#10]", "by record number, any version"));
        return examples;
    }

    private static async Task<SeriesDefinition?> FirstAsync(PageSession session, CancellationToken cancel)
    {
        string? name = null;
        await foreach (SeriesListing listing in session.Catalog.ListAsync(null, cancel))
            name ??= listing.Name;
        return name is null ? null : await session.FindAsync(name, cancel);
    }

    // a value of the second prime key that a record has
    private static async Task<string> ValueAsync(PageSession session, SeriesDefinition series, CancellationToken cancel)
    {
        SeriesExtent extent = await new SeriesStatistics(session.Session.Connection).ExtentAsync(series, cancel);
        RecordTable table = new([series.External(series.PrimeKeys[1]).Name]);
        await table.AddAsync(session, Drms.Queries.RecordQuery.OfRecnums(series, [extent.LastRecnum ?? 0]), [], Drms.Queries.RecordLimit.First(1), 0, cancel);
        return table.Lines is [RecordLine line, ..] ? line.Cells[0] ?? "" : "";
    }
}
