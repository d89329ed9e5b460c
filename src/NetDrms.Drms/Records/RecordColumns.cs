using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>A request bound to a series: what is selected, joined and read for every record. One statement, one join a link and level. Spec 02 §7.</summary>
public sealed class RecordColumns
{
    private readonly SelectList _list = new();

    private RecordColumns(SeriesDefinition series)
    {
        Source = Series = series;
    }

    /// <summary>Series whose table the statement reads (alias <c>t</c>).</summary>
    public SeriesDefinition Source { get; }

    /// <summary>Series of the records that are read: <see cref="Source"/>, or the target of the link in <see cref="RecordRequest.Through"/>.</summary>
    public SeriesDefinition Series { get; private set; }

    /// <summary>The own columns that are read.</summary>
    public RecordParts Parts { get; private set; }

    /// <summary>Keywords, in the order asked.</summary>
    public IReadOnlyList<KeywordColumn> Keywords { get; private set; } = [];

    /// <summary>Segments, in the order asked.</summary>
    public IReadOnlyList<SegmentColumn> Segments { get; private set; } = [];

    /// <summary>Links, in the order asked.</summary>
    public IReadOnlyList<LinkColumn> Links { get; private set; } = [];

    /// <summary>The select list, for <c>RecordQuery.Select</c>; the series table's alias is <c>t</c>.</summary>
    public SqlText Columns => _list.Columns;

    /// <summary>The joins behind <c>from … t</c>; empty without links.</summary>
    public SqlText Joins => _list.Joins;

    internal IReadOnlyList<SelectList.Node> Joined => _list.States;

    internal int BaseJoin { get; private set; } = SelectList.Base;

    internal int Recnum { get; private set; } = -1;

    internal int Sunum { get; private set; } = -1;

    internal int Slotnum { get; private set; } = -1;

    internal int SessionId { get; private set; } = -1;

    internal int SessionNamespace { get; private set; } = -1;

    internal int[] Raw { get; private set; } = [];

    /// <summary>Binds a request; asks for the definitions of link targets only where links are to be followed.</summary>
    /// <param name="series">Series whose records are read.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="find">Finds the targets of links.</param>
    /// <param name="cancel">Cancels the look-ups.</param>
    /// <exception cref="DrmsException">The link of <see cref="RecordRequest.Through"/> points to no series.</exception>
    public static async Task<RecordColumns> BindAsync(SeriesDefinition series, RecordRequest request, SeriesLookup find, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        LinkGraph graph = new(find);
        RecordColumns columns = new(series);
        if (request.Through is LinkDefinition through)
            await columns.EnterAsync(through, graph, cancel);
        columns.AddParts(request.Parts);
        columns.Raw = [.. request.RawColumns.Select(name => columns._list.Column(columns.BaseJoin, name))];
        columns.Keywords = await columns.AddEachAsync(request.Keywords, graph, static (c, k, g, token) => c.AddAsync(k, g, token), cancel);
        columns.Segments = await columns.AddEachAsync(request.Segments, graph, static (c, s, g, token) => c.AddAsync(s, g, token), cancel);
        columns.Links = await columns.AddEachAsync(request.Links, graph, static (c, l, g, token) => c.AddAsync(l, g, token), cancel);
        if (columns.Columns.IsEmpty)
            columns.AddParts(RecordParts.Recnum);   // a record without any column is still a row
        return columns;
    }

    private async Task EnterAsync(LinkDefinition through, LinkGraph graph, CancellationToken cancel)
    {
        SeriesDefinition target = await graph.TargetAsync(through, cancel)
            ?? throw new DrmsException(ErrorCode.UnknownSeries, $"series \"{through.TargetSeries}\", the target of link \"{through.Name}\", does not exist");
        BaseJoin = _list.Follow(SelectList.Base, [new LinkStep(Source, through, target)]);
        Series = target;
    }

    private async Task<IReadOnlyList<TColumn>> AddEachAsync<T, TColumn>(IReadOnlyList<T> wanted, LinkGraph graph,
        Func<RecordColumns, T, LinkGraph, CancellationToken, Task<TColumn>> add, CancellationToken cancel)
    {
        TColumn[] columns = new TColumn[wanted.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = await add(this, wanted[i], graph, cancel);
        return columns;
    }

    private void AddParts(RecordParts parts)
    {
        Parts |= parts;
        if (parts.HasFlag(RecordParts.Recnum))
            Recnum = _list.Column(BaseJoin, "recnum");
        if (parts.HasFlag(RecordParts.Sunum))
            Sunum = _list.Column(BaseJoin, "sunum");
        if (parts.HasFlag(RecordParts.Slotnum))
            Slotnum = _list.Column(BaseJoin, "slotnum");
        if (!parts.HasFlag(RecordParts.Session))
            return;
        SessionId = _list.Column(BaseJoin, "sessionid");
        SessionNamespace = _list.Column(BaseJoin, "sessionns");
    }

    private async Task<KeywordColumn> AddAsync(RecordKeyword keyword, LinkGraph graph, CancellationToken cancel)
    {
        LinkRoute<RecordKeyword> route = await graph.FollowAsync(Series, keyword, cancel);
        if (route.End is not RecordKeyword end)
            return new KeywordColumn(keyword, route, -1, BaseJoin);   // known before any record is read: no join
        int join = _list.Follow(BaseJoin, route.Steps);
        return new KeywordColumn(keyword, route, end.Definition.HasColumn ? _list.Column(join, end.Name) : -1, join);
    }

    private async Task<SegmentColumn> AddAsync(SegmentDefinition segment, LinkGraph graph, CancellationToken cancel)
    {
        LinkRoute<SegmentDefinition> route = await graph.FollowAsync(Series, segment, cancel);
        if (route.End is not SegmentDefinition end)
            return new SegmentColumn(segment, route, Series, BaseJoin);
        int join = _list.Follow(BaseJoin, route.Steps);
        if (end.Scope == SegmentScope.Constant && end.ConstantRecnum <= 0)
            return new SegmentColumn(segment, route, Series, join);
        int record = join;
        if (end.Scope == SegmentScope.Constant)   // every record reads the file of the record that wrote it
            record = _list.Record(route.Steps.Count > 0 ? route.Steps[^1].Target : Series, end.ConstantRecnum);
        string prefix = SegmentColumns.Prefix(end);
        return new SegmentColumn(segment, route, Series, join)
        {
            Recnum = _list.Column(record, "recnum"),
            Sunum = _list.Column(record, "sunum"),
            Slotnum = _list.Column(record, "slotnum"),
            File = _list.Column(record, prefix + "_file"),
            Axes = end.Scope == SegmentScope.VarDim ? [.. end.Dimensions.Select((_, axis) => _list.Column(record, SegmentColumns.Axis(end, axis)))] : [],
        };
    }

    private async Task<LinkColumn> AddAsync(LinkDefinition link, LinkGraph graph, CancellationToken cancel)
    {
        if (await graph.TargetAsync(link, cancel) is not SeriesDefinition target)
            return new LinkColumn(link, null, BaseJoin);
        int join = _list.Follow(BaseJoin, [new LinkStep(Series, link, target)]);
        KeywordDefinition[] keys = [.. target.PrimeKeys.Select(target.External)];
        return new LinkColumn(link, target, join)
        {
            Keys = keys,
            Sunum = _list.Column(join, "sunum"),
            Slotnum = _list.Column(join, "slotnum"),
            KeyOrdinals = [.. keys.Select(key => _list.Column(join, key.Name))],
        };
    }
}
