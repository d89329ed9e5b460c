using NetDrms.Drms.Queries;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;

namespace NetDrms.Server.Pages.Records;

/// <summary>Record sets as pages get them from strangers: no lists of files, no sub-selects. Spec 01 §1.5, §2.11.</summary>
internal static class RecordSetReading
{
    /// <summary>Reads a text and binds its subsets.</summary>
    /// <param name="session">Finds the series.</param>
    /// <param name="text">The record set.</param>
    /// <param name="warnings">Gets what is odd without being wrong.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DrmsException">It cannot be read, a series does not exist, or a filter has no meaning; the error's span points into the text.</exception>
    public static async Task<IReadOnlyList<RecordQuery>> OpenAsync(PageSession session, string text, List<DrmsError> warnings, CancellationToken cancel)
    {
        if (!RecordSetParser.TryParse(text, RecordSetOptions.Stranger, out RecordSetSpec? spec, out DrmsError? error))
            throw new DrmsException(error);
        warnings.AddRange(spec.Warnings);
        if (spec.Manifest is { ReadsInput: false } manifest)
            return [RecordQuery.OfManifest(await session.Catalog.GetAsync(manifest.Series, cancel), manifest)];
        List<RecordQuery> queries = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            SeriesDefinition series = await session.FindAsync(element.SeriesName, cancel) ?? throw new DrmsException(await UnknownAsync(session, element, cancel));
            if (!RecordQuery.TryBind(element, series, Trust.Stranger, out RecordQuery? query, out error))
                throw new DrmsException(error);
            warnings.AddRange(query.Warnings);
            queries.Add(query);
        }
        return queries.Count > 0 ? queries : throw new DrmsException(new DrmsError(ErrorCode.Syntax, "the record set is empty") { Hint = "Write a series and its filters, such as hmi.m_45s[2014.03.01_TAI/1h]." });
    }

    private static async Task<DrmsError> UnknownAsync(PageSession session, RecordSetElement element, CancellationToken cancel)
    {
        DrmsError error = element.TryGetSeries(out _, out DrmsError? badName) ? await session.Catalog.UnknownAsync(element.SeriesName, cancel) : badName;
        return element.At(error with { Span = element.NameSpan });
    }
}
