using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Tests.Sessions;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Links;

/// <summary>Keywords and segments read through links of every kind. Spec 02 §7.</summary>
public sealed class LinkedRecordsTests
{
    private const string Head = """
        Author: "test"
        Unitsize: 1
        Archive: 0
        Retention: 1
        Tapegroup: 0
        Description: "links"

        """;

    // c is what b points to, b what a points to; a's links are static and dynamic, over a string and a number as prime keys
    private const string C = $"""
        Seriesname: su_production.c
        {Head}Index: NAME, N
        Keyword: NAME, string, variable, record, "", "%s", none, "name"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: V, double, variable, record, DRMS_MISSING_VALUE, "%f", DN, "value"
        Keyword: T, string, variable, record, "", "%s", none, "text"
        Keyword: K, string, constant, record, "constant of c", "%s", none, "constant"

        """;

    private const string B = $"""
        Seriesname: su_production.b
        {Head}Index: N
        Link: TOC, su_production.c, dynamic, "to c"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: CV, link, TOC, V, "value of c"
        Keyword: CT, link, TOC, T, "text of c"
        Keyword: CK, link, TOC, K, "constant of c"

        """;

    private const string A = $"""
        Seriesname: su_production.a
        {Head}Index: N
        Link: TOB, su_production.b, static, "to b"
        Link: GONE, su_production.nosuch, static, "to nowhere"
        Link: SELF, su_production.a, static, "to itself"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: V, link, TOB, CV, "value of c"
        Keyword: T, link, TOB, CT, "text of c"
        Keyword: K, link, TOB, CK, "constant of c"
        Keyword: L, link, SELF, L, "a circle"
        Keyword: G, link, GONE, X, "nowhere"
        Keyword: NOKEY, link, TOB, NOKEY, "no such keyword"
        Keyword: BEFORE, link, SELF, N, "number of the record before"

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chains_give_the_newest_value_and_say_where_they_break()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition[] series = await TestSessions.CreateAsync(database, C, B, A);
        await FillAsync(database, series);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        Assert.Equal(
        [
            "V=Found:2.5 T=Found:new K=Found:constant of c L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Unset",   // whole, second version of c
            "V=Unset T=Unset K=Unset L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Found:1",   // a is not set
            "V=Broken T=Broken K=Broken L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Found:1",   // a is set to a record of b that is not there
            "V=Unset T=Unset K=Unset L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Broken",   // b's own link is not set
            "V=Broken T=Broken K=Broken L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Unset",   // b's own link is broken
            "V=Found:missing T=Found: K=Found:constant of c L=TooDeep G=Undefined NOKEY=Undefined BEFORE=Unset",   // found, but its value is missing
        ], await ReadAsync(connection, series[2], "V", "T", "K", "L", "G", "NOKEY", "BEFORE"));
    }

    [Fact]
    public async Task A_new_version_of_the_target_is_seen_at_once()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition[] series = await TestSessions.CreateAsync(database, C, B, A);
        await FillAsync(database, series);
        await using (DrmsSession session = await TestSessions.OpenAsync(database))
        {
            await AddAsync(session, series[0], ("NAME", DrmsValue.OfString("x")), ("N", Int(1)), ("V", DrmsValue.OfDouble(99)), ("T", DrmsValue.OfString("newest")));
            await session.CommitAsync(Cancel);
        }
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        Assert.Equal("V=Found:99 T=Found:newest", (await ReadAsync(connection, series[2], "V", "T"))[0]);
    }

    [Fact]
    public async Task Each_link_is_joined_once_however_many_keywords_come_through_it()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition[] series = await TestSessions.CreateAsync(database, C, B, A);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        RecordColumns columns = await BindAsync(connection, series[2], "V", "T", "K", "V", "N");
        Assert.Equal(2, columns.Joins.Text.Split("left join").Length - 1);
    }

    [Fact]
    public async Task Conditions_mean_the_series_own_columns_also_where_the_target_has_the_same()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition[] series = await TestSessions.CreateAsync(database, C, B, A);
        await FillAsync(database, series);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        RecordColumns columns = await BindAsync(connection, series[2], "N", "V");
        Assert.Equal(["1"], await ListAsync(connection, series[2], columns, "su_production.a[? n = 1 and recnum > 0 ?]", RecordLimit.None));
        Assert.Equal(["5", "6"], await ListAsync(connection, series[2], columns, "su_production.a[]", RecordLimit.Last(2)));
        Assert.Equal(["1", "2"], await ListAsync(connection, series[2], columns, "su_production.a[! n < 5 !]", RecordLimit.First(2)));
    }

    [Fact]
    public async Task A_record_may_be_read_through_a_link_as_a_whole()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition[] series = await TestSessions.CreateAsync(database, C, B, A);
        await FillAsync(database, series);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        Assert.True(series[2].TryGetLink("TOB", out LinkDefinition? link));
        RecordColumns columns = await RecordColumns.BindAsync(series[2],
            new RecordRequest { Through = link, Parts = RecordParts.Place, Keywords = [.. RecordKeyword.All(series[1], withImplicit: false)] }, TestSessions.Lookup(connection), Cancel);
        Assert.Equal(series[1].Name, columns.Series.Name);
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Query(series[2], "su_production.a[]"), columns, RecordLimit.None, Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        Assert.Equal((LinkState.Found, 1L, Int(10), 2.5), (reader.Row.State, reader.Row.Recnum, reader.Row.Keyword(0), reader.Row.Keyword(1).AsDouble));
        Assert.True(await reader.ReadAsync(Cancel));
        Assert.Equal((LinkState.Unset, -1L), (reader.Row.State, reader.Row.Recnum));
        Assert.True(reader.Row.Keyword(0).IsMissing);
    }

    [Fact]
    public async Task A_chain_of_more_than_twenty_links_is_too_deep()
    {
        SeriesDefinition Make(int i) => new()
        {
            Name = Records.GoldSeries.Name($"x.s{i}"),
            Keywords = [new KeywordDefinition { Name = "K", LinkName = "NEXT", TargetKeyword = "K" }],
            Links = [new LinkDefinition("NEXT", $"x.s{i + 1}", i % 2 == 0, "")],
        };
        SeriesDefinition last = new() { Name = Records.GoldSeries.Name("x.s30"), Keywords = [Records.GoldSeries.Keyword("K", DrmsType.Int)] };
        LinkGraph graph = new((name, _) => Task.FromResult<SeriesDefinition?>(name == "x.s30" ? last : Make(int.Parse(name[3..], System.Globalization.CultureInfo.InvariantCulture))));
        async Task<LinkState> FaultAsync(int from)
        {
            SeriesDefinition series = Make(from);
            return (await graph.FollowAsync(series, new RecordKeyword(series.Keywords[0], null), Cancel)).Fault;
        }
        Assert.Equal(LinkState.Found, await FaultAsync(10));   // 20 links
        Assert.Equal(LinkState.TooDeep, await FaultAsync(9));   // 21
    }

    private static async Task FillAsync(TestDatabase database, SeriesDefinition[] series)
    {
        await using DrmsSession session = await TestSessions.OpenAsync(database);
        await AddAsync(session, series[0], ("NAME", DrmsValue.OfString("x")), ("N", Int(1)), ("V", DrmsValue.OfDouble(1.5)), ("T", DrmsValue.OfString("old")));
        await AddAsync(session, series[0], ("NAME", DrmsValue.OfString("x")), ("N", Int(1)), ("V", DrmsValue.OfDouble(2.5)), ("T", DrmsValue.OfString("new")));
        await AddAsync(session, series[0], ("NAME", DrmsValue.OfString("y")), ("N", Int(2)));
        DrmsValue[]?[] toC = [[DrmsValue.OfString("x"), Int(1)], null, [DrmsValue.OfString("z"), Int(1)], [DrmsValue.OfString("y"), Int(2)]];
        RecordWriter b = await session.WriterAsync(series[1], Cancel);
        for (int i = 0; i < toC.Length; i++)
        {
            NewRecord record = b.Create();
            record.Set(b.Keyword("N"), Int(10 + i));
            if (toC[i] is DrmsValue[] keys)
                record.SetLink(series[1].Links[0], series[0], keys);
            await b.AddAsync(record, Cancel);
        }
        (long ToB, long ToSelf)[] links = [(1, -1), (-1, 1), (77, 1), (2, 99), (3, -1), (4, -1)];
        RecordWriter a = await session.WriterAsync(series[2], Cancel);
        Assert.True(series[2].TryGetLink("TOB", out LinkDefinition? tob));
        Assert.True(series[2].TryGetLink("SELF", out LinkDefinition? self));
        for (int i = 0; i < links.Length; i++)
        {
            NewRecord record = a.Create();
            record.Set(a.Keyword("N"), Int(i + 1));
            record.SetLink(tob, links[i].ToB);
            record.SetLink(self, links[i].ToSelf);
            await a.AddAsync(record, Cancel);
        }
        await session.CommitAsync(Cancel);
    }

    private static async Task AddAsync(DrmsSession session, SeriesDefinition series, params (string Name, DrmsValue Value)[] values)
    {
        RecordWriter writer = await session.WriterAsync(series, Cancel);
        NewRecord record = writer.Create();
        foreach ((string name, DrmsValue value) in values)
            record.Set(writer.Keyword(name), value);
        await writer.AddAsync(record, Cancel);
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, params string[] names)
    {
        RecordColumns columns = await BindAsync(connection, series, names);
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Query(series, series.Name + "[]"), columns, RecordLimit.None, Cancel);
        List<string> records = [];
        while (await reader.ReadAsync(Cancel))
            records.Add(string.Join(' ', names.Select((name, i) => $"{name}={reader.Row.StateOfKeyword(i)}{(reader.Row.StateOfKeyword(i) == LinkState.Found ? ":" + Text(reader.Row.Keyword(i)) : "")}")));
        return records;
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, SeriesDefinition series, RecordColumns columns, string spec, RecordLimit limit)
    {
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Query(series, spec), columns, limit, Cancel);
        List<string> records = [];
        while (await reader.ReadAsync(Cancel))
            records.Add(Text(reader.Row.Keyword(0)));
        return records;
    }

    private static Task<RecordColumns> BindAsync(NpgsqlConnection connection, SeriesDefinition series, params string[] names) => RecordColumns.BindAsync(series,
        new RecordRequest { Keywords = [.. names.Select(name => RecordKeyword.TryFind(series, name, out RecordKeyword? keyword) ? keyword : throw new ArgumentException(name))] },
        TestSessions.Lookup(connection), Cancel);

    private static RecordQuery Query(SeriesDefinition series, string spec)
    {
        Assert.True(RecordSetParser.TryParse(spec, RecordSetOptions.Local, out RecordSetSpec? set, out _));
        return RecordQuery.Bind(set.Elements[0], series, Trust.LocalUser);
    }

    private static string Text(DrmsValue value) => value.Type == DrmsType.String ? value.AsString : value.IsMissing ? "missing" : ValueText.Plain(value);

    private static DrmsValue Int(int value) => DrmsValue.OfInteger(DrmsType.Int, value);
}
