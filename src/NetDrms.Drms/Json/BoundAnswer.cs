using System.Globalization;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>An answer bound to the series of one subset: what is read of its records, and where each column finds it.</summary>
public sealed class BoundAnswer
{
    private readonly List<RecordKeyword> _keywords = [];
    private readonly List<SegmentDefinition> _segments = [];
    private readonly List<LinkDefinition> _links = [];

    private BoundAnswer(AnswerPlan plan, SeriesDefinition series)
    {
        Plan = plan;
        Query = new RecordQueryWriter(series);
        bool names = plan.Request.WithRecords || plan.Request.ByRecord || plan.Keywords.Any(k => k.Pseudo == PseudoKeyword.Spec);
        KeywordAt = [.. plan.Keywords.Select(k => k.Pseudo == PseudoKeyword.None && KeywordAlias.Find(series, k.Keyword) is RecordKeyword found ? Add(_keywords, found) : -1)];
        SegmentAt = [.. plan.Segments.Select(name => series.TryGetSegment(name, out SegmentDefinition? s) ? Add(_segments, s) : -1)];
        LinkAt = [.. plan.Links.Select(name => series.TryGetLink(name, out LinkDefinition? l) ? Add(_links, l) : -1)];
        KeyAt = names ? [.. Query.Keys.Select(key => Add(_keywords, new RecordKeyword(key, null)))] : [];
        CompressionAt = new int[_segments.Count];
        ZeroAt = [.. _segments.Select(s => Implicit(series, s.Name + "_bzero"))];
        ScaleAt = [.. _segments.Select(s => Implicit(series, s.Name + "_bscale"))];
        ListedSegments = _segments.Count;
        if (plan.NeedsSizes && plan.Segments.Count == 0)
        {
            foreach (SegmentDefinition segment in series.Segments)
                Add(_segments, segment);
        }
        Parts = (names || plan.Keywords.Any(k => k.Pseudo == PseudoKeyword.Recnum) ? RecordParts.Recnum : 0)
            | (plan.NeedsUnits || plan.Keywords.Any(k => k.Pseudo == PseudoKeyword.Sunum) ? RecordParts.Sunum | RecordParts.Slotnum : 0)
            | (plan.NeedsSessions ? RecordParts.Session : 0);
    }

    /// <summary>The answer's columns.</summary>
    public AnswerPlan Plan { get; }

    /// <summary>What the statement selects.</summary>
    public RecordColumns Columns { get; private set; } = null!;

    internal RecordParts Parts { get; }

    internal RecordQueryWriter Query { get; }

    /// <summary>Writers of the keyword columns: each its own, for it repeats what stands in its column.</summary>
    internal ValueCell?[] Cells { get; private set; } = [];

    /// <summary>Writers of single values, by position of the keyword.</summary>
    internal ValueCell?[] ImplicitCells { get; private set; } = [];

    internal RecordQueryWriter?[] LinkQueries { get; private set; } = [];

    /// <summary>Position in the request of each keyword column; −1 for a pseudo keyword and for one that the series does not have.</summary>
    internal int[] KeywordAt { get; }

    internal int[] SegmentAt { get; }

    internal int[] LinkAt { get; }

    /// <summary>Positions of the external prime keys, for the record's query; none where it is not shown.</summary>
    internal int[] KeyAt { get; }

    /// <summary>For each segment that is read the position of its <c>cparms</c>; −1 for none.</summary>
    internal int[] CompressionAt { get; }

    internal int[] ZeroAt { get; }

    internal int[] ScaleAt { get; }

    /// <summary>How many of the segments that are read are listed; the others are there for their sizes.</summary>
    internal int ListedSegments { get; }

    /// <summary>Binds a plan to a series.</summary>
    /// <param name="plan">The columns.</param>
    /// <param name="series">Series of the subset.</param>
    /// <param name="find">Finds the targets of links.</param>
    /// <param name="cancel">Cancels the look-ups.</param>
    public static async Task<BoundAnswer> BindAsync(AnswerPlan plan, SeriesDefinition series, SeriesLookup find, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(find);
        BoundAnswer answer = new(plan, series);
        for (int i = 0; i < answer.ListedSegments; i++)
            answer.CompressionAt[i] = await answer.CompressionAsync(series, answer._segments[i], find, cancel);
        RecordRequest request = new() { Parts = answer.Parts, Keywords = answer._keywords, Segments = answer._segments, Links = answer._links };
        answer.Columns = await RecordColumns.BindAsync(series, request, find, cancel);
        answer.Cells = [.. answer.KeywordAt.Select(answer.Cell)];
        answer.ImplicitCells = [.. answer.Columns.Keywords.Select((_, i) => answer.Cell(i))];
        answer.LinkQueries = [.. answer.Columns.Links.Select(l => l.Target is SeriesDefinition target ? new RecordQueryWriter(target) : null)];
        return answer;
    }

    private ValueCell? Cell(int keyword) =>
        keyword >= 0 && Columns.Keywords[keyword].Effective is KeywordDefinition definition ? new ValueCell(definition, Plan.Request.Values) : null;

    // Compression parameters belong to the file, so those of a linked segment are the target's: they are read through the same link.
    private async Task<int> CompressionAsync(SeriesDefinition series, SegmentDefinition segment, SeriesLookup find, CancellationToken cancel)
    {
        if (!segment.IsLinked)
            return Implicit(series, CompressionName(segment));
        if (!series.TryGetLink(segment.LinkName, out LinkDefinition? link)
            || await find(link.TargetSeries, cancel) is not SeriesDefinition target
            || !target.TryGetSegment(segment.TargetSegment, out SegmentDefinition? end) || !target.TryGetKeyword(CompressionName(end), out _))
            return -1;
        return Add(_keywords, new RecordKeyword(new KeywordDefinition { Name = CompressionName(segment), LinkName = link.Name, TargetKeyword = CompressionName(end) }, null));
    }

    private static string CompressionName(SegmentDefinition segment) => string.Create(CultureInfo.InvariantCulture, $"cparms_sg{segment.Number:000}");

    private int Implicit(SeriesDefinition series, string name) =>
        series.TryGetKeyword(name, out KeywordDefinition? keyword) ? Add(_keywords, new RecordKeyword(keyword, null)) : -1;

    private static int Add<T>(List<T> list, T thing)
        where T : notnull
    {
        int at = list.IndexOf(thing);
        if (at >= 0)
            return at;
        list.Add(thing);
        return list.Count - 1;
    }
}
