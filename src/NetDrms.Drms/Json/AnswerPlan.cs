using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>The columns of one answer by name, the same for all its subsets. Spec 06 §2.4.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Keywords">Keywords; a name that comes twice is there twice.</param>
/// <param name="Segments">Segments.</param>
/// <param name="SkipsSegments">All segments are listed: one that a record does not have is left out of it.</param>
/// <param name="Links">Links.</param>
public sealed record AnswerPlan(AnswerRequest Request, IReadOnlyList<AnswerKeyword> Keywords, IReadOnlyList<string> Segments, bool SkipsSegments, IReadOnlyList<string> Links)
{
    /// <summary>True when the storage daemon is asked.</summary>
    public bool NeedsUnits => Request.WithRecords || Segments.Count > 0 || Keywords.Any(k => PseudoKeywords.IsLookedUp(k.Pseudo));

    /// <summary>True when the session tables are asked.</summary>
    public bool NeedsSessions => Keywords.Any(k => k.Pseudo == PseudoKeyword.LogDirectory);

    /// <summary>True when the sizes of files are wanted.</summary>
    internal bool NeedsSizes => Keywords.Any(k => k.Pseudo == PseudoKeyword.Size);

    /// <summary>Makes the plan.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="series">The series of the subsets, in order.</param>
    public static AnswerPlan For(AnswerRequest request, IReadOnlyList<SeriesDefinition> series)
    {
        ArgumentNullException.ThrowIfNull(request);
        SeriesDefinition[] different = [.. series.DistinctBy(s => s.Name.Text, StringComparer.OrdinalIgnoreCase)];
        bool allSegments = request.Segments.Contains(AnswerRequest.All, StringComparer.Ordinal);
        bool allLinks = request.Links.Contains(AnswerRequest.All, StringComparer.Ordinal);
        return new AnswerPlan(
            request,
            [.. request.Keywords.SelectMany(name => name == AnswerRequest.All ? All(different, withAliases: !request.ByRecord) : [new AnswerKeyword(name, name, PseudoKeywords.Parse(name))])],
            allSegments ? Once(different.SelectMany(s => s.Segments).Select(s => s.Name)) : request.Segments,
            allSegments,
            allLinks ? Once(different.SelectMany(s => s.Links).Select(l => l.Name)) : request.Links);
    }

    private static IEnumerable<AnswerKeyword> All(SeriesDefinition[] series, bool withAliases) => series
        .SelectMany(s => RecordKeyword.All(s, withImplicit: false))
        .SelectMany(keyword => Names(keyword, withAliases))
        .DistinctBy(k => k.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<AnswerKeyword> Names(RecordKeyword keyword, bool withAlias)
    {
        yield return new AnswerKeyword(keyword.Name, keyword.Name, PseudoKeyword.None);
        if (withAlias && KeywordAlias.Of(keyword.Definition) is string alias)
            yield return new AnswerKeyword(alias, keyword.Name, PseudoKeyword.None);
    }

    private static string[] Once(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
}
