using NetDrms.Drms.Catalog;
using NetDrms.Drms.Queries;
using NetDrms.Model.Series;
using NetDrms.Server.Pages.Records;
using Npgsql;

namespace NetDrms.Server.Pages.Overview;

/// <summary>Reads what the page of a series shows.</summary>
internal static class SeriesReading
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Model.Errors.DrmsException">There is no such series.</exception>
    public static async Task<SeriesModel> ReadAsync(PageSession session, string name, CancellationToken cancel)
    {
        SeriesDefinition series = await session.Catalog.GetAsync(name, cancel);
        NpgsqlConnection connection = session.Session.Connection;
        TimeKey? key = TimeKey.Of(series);
        SeriesSpan span = await SeriesSpan.ReadAsync(connection, series, key, cancel);
        Coverage? coverage = await Coverage.ReadAsync(connection, series, key, span, cancel);
        SeriesExtent extent = await new SeriesStatistics(connection).ExtentAsync(series, cancel);
        RecordTable ends = new(UsualKeywords.Of(series));
        long[] recnums = [.. new[] { extent.FirstRecnum, extent.LastRecnum }.OfType<long>().Distinct()];
        foreach (long recnum in recnums)
            await ends.AddAsync(session, RecordQuery.OfRecnums(series, [recnum]), segments: null, RecordLimit.None, skip: 0, cancel);
        HashSet<string> targets = [];
        foreach (LinkDefinition link in series.Links)
        {
            if (await session.FindAsync(link.TargetSeries, cancel) is not null)
                targets.Add(link.TargetSeries.ToLowerInvariant());
        }
        string records = span.IsAtLeast ? $"about {Wording.Number(span.Rows)}" : Wording.Number(span.Records);
        return new SeriesModel(series, records, coverage, ends.Columns, ends.Lines, targets);
    }
}
