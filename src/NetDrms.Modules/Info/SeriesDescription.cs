using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Json;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using Npgsql;

namespace NetDrms.Modules.Info;

/// <summary><c>op=series_struct</c>: what a series consists of, and where it begins and ends. Spec 06 §2.2.</summary>
internal sealed class SeriesDescription(ModuleContext context, InfoRequest request, DrmsSession session, RecordSetAccess access, InfoOutput output)
{
    private const string UnknownSeries = "series not found";

    /// <summary>Answers.</summary>
    public async Task<int> AnswerAsync(CancellationToken cancel)
    {
        RecordSetSpec spec = RecordSubsets.Parse(context, request, access);
        if (spec.Elements.Select(e => e.SeriesName).Distinct(StringComparer.OrdinalIgnoreCase).Count() != 1)
            throw new InfoFailure($"invalid record-set specification `{request.RecordSet}`; the records must belong to a single data series");
        SeriesDefinition series = await RecordSubsets.FindAsync(spec.Elements[0], access, UnknownSeries, cancel);
        double? ratio = request.Processing is string steps ? await new ProcessingRatio(series, session).OfAsync(steps, cancel) : null;
        SeriesStructure structure = new(output.Json, access.FindAsync)
        {
            WithOwner = request.WithOwner,
            WithFitsNames = request.WithFitsNames,
            Values = request.Columns.Values,
            FollowsSegments = request.FollowsLinks,
        };
        IReadOnlyList<(KeywordDefinition, LinkRoute<RecordKeyword>)> keywords = await structure.KeywordsAsync(series, cancel);
        IReadOnlyList<(SegmentDefinition, SegmentDefinition?)> segments = await structure.SegmentsAsync(series, cancel);
        SeriesInterval interval = await SeriesInterval.ReadAsync(session.Connection, series, cancel);
        bool? hasShadow = request.WithOwner ? await HasShadowAsync(series, cancel) : null;
        output.Begin();
        structure.Head(series);
        structure.Keywords(keywords);
        structure.Segments(segments);
        structure.Links(series);
        structure.Interval(interval, hasShadow);
        if (ratio is double shown)
            output.Json.Member("processing_size_ratio", shown, 6);
        return output.End(!request.WithoutRuntime);
    }

    private async Task<bool> HasShadowAsync(SeriesDefinition series, CancellationToken cancel)
    {
        SqlText sql = $"select to_regclass({SqlName.Of(series.Name.Namespace, ShadowTable.TableName(series.Name)).Quoted}) is not null";
        await using NpgsqlCommand command = sql.On(session.Connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
