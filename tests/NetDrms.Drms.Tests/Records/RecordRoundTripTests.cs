using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Tests.Sessions;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Xunit;

namespace NetDrms.Drms.Tests.Records;

/// <summary>Values of every type go into the database and come back the same; reading costs no memory. Spec 02 §4.1, §4.3.</summary>
public sealed class RecordRoundTripTests
{
    private const int ManyRecords = 40_000;

    private const string Definition = """
        Seriesname: su_production.types
        Author: "test"
        Unitsize: 0
        Archive: 0
        Retention: 0
        Tapegroup: 0
        Index: ID
        Description: "all types"
        Keyword: ID, longlong, variable, record, 0, "%lld", none, "number"
        Keyword: C, char, variable, record, DRMS_MISSING_VALUE, "%d", none, "char"
        Keyword: S, short, variable, record, 5, "%d", none, "short"
        Keyword: I, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "int"
        Keyword: F, float, variable, record, DRMS_MISSING_VALUE, "%g", none, "float"
        Keyword: D, double, variable, record, DRMS_MISSING_VALUE, "%g", none, "double"
        Keyword: T, time, variable, record, DRMS_MISSING_VALUE, 3, TAI, "time"
        Keyword: X, string, variable, record, "none", "%s", none, "text"

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_type_and_every_special_value_comes_back()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(database, Definition))[0];
        (string Name, DrmsValue Value)[] values =
        [
            .. new long[] { 1, 10, 13, 32, 65, 127, sbyte.MinValue }.Select(n => ("C", DrmsValue.OfInteger(DrmsType.Char, n))),
            .. new long[] { short.MinValue, -1, 0, short.MaxValue }.Select(n => ("S", DrmsValue.OfInteger(DrmsType.Short, n))),
            .. new long[] { int.MinValue, -1, 0, int.MaxValue }.Select(n => ("I", DrmsValue.OfInteger(DrmsType.Int, n))),
            .. new[] { float.NaN, -0f, float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, 0.1f }.Select(x => ("F", DrmsValue.OfFloat(x))),
            .. new[] { double.NaN, -0d, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, 0.1 }.Select(x => ("D", DrmsValue.OfDouble(x))),
            .. new[] { -211087684832.184, 0, 1172707200.3700008, double.NaN, -1e9 }.Select(x => ("T", DrmsValue.OfTime(x))),
            .. new[] { "", " ", "a\tb\nc\"d'e\\", "日本 naïve 😀", new string('x', 100_000) }.Select(text => ("X", DrmsValue.OfString(text))),
        ];
        await using (DrmsSession session = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await session.WriterAsync(series, Cancel);
            for (int i = 0; i < values.Length; i++)
            {
                NewRecord record = writer.Create();
                record.Set(writer.Keyword("ID"), DrmsValue.OfInteger(DrmsType.LongLong, i));
                record.Set(writer.Keyword(values[i].Name), values[i].Value);
                await writer.AddAsync(record, Cancel);
            }
            await session.CommitAsync(Cancel);
        }
        await using DrmsSession reading = await TestSessions.OpenAsync(database);
        RecordKeyword[] keywords = [.. RecordKeyword.All(series, withImplicit: true)];
        await using RecordReader reader = await OpenAsync(reading, series, new RecordRequest { Keywords = keywords });
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(await reader.ReadAsync(Cancel));
            for (int k = 1; k < keywords.Length; k++)
            {
                DrmsValue expected = keywords[k].Name == values[i].Name ? values[i].Value : keywords[k].Definition.Default;
                AssertSame(expected, reader.Row.Keyword(k), keywords[k].Name);
            }
        }
    }

    [Fact]
    public async Task Reading_and_writing_allocate_nothing_for_a_record()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(database, Definition))[0];
        await using (DrmsSession session = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await session.WriterAsync(series, Cancel);
            RecordKeyword id = writer.Keyword("ID"), text = writer.Keyword("X");
            long start = 0, written = -1;
            CancellationToken cancel = Cancel;   // asking for it allocates
            for (int i = 0; i < ManyRecords; i++)
            {
                if (i == 4500)   // the buffer has its size, and none was sent yet, so this is the work of one thread
                    start = GC.GetAllocatedBytesForCurrentThread();
                if (i == 6500)
                    written = GC.GetAllocatedBytesForCurrentThread() - start;
                NewRecord record = writer.Create();
                record.Set(id, DrmsValue.OfInteger(DrmsType.LongLong, i));
                record.Set(text, DrmsValue.OfString("the same text"));
                await writer.AddAsync(record, cancel);
            }
            await session.CommitAsync(Cancel);
            Assert.InRange(written / 2000, 0, 128);   // code that is not optimized boxes an enum now and then
        }
        await using DrmsSession reading = await TestSessions.OpenAsync(database);
        RecordRequest request = new() { Parts = RecordParts.All, Keywords = [.. RecordKeyword.All(series, withImplicit: true)] };
        await using RecordReader reader = await OpenAsync(reading, series, request);
        long count = 0, sum = 0, used = 0;
        while (await reader.ReadAsync(Cancel))   // itself allocates in debug builds, where the compiler makes objects of such methods
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < request.Keywords.Count; k++)
                sum += reader.Row.Keyword(k).IsMissing ? 0 : 1;
            sum += reader.Row.Recnum + reader.Row.SessionNamespace.Length;
            if (++count > 1000)   // the first ones fill buffers and caches
                used += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(ManyRecords, count);
        Assert.NotEqual(0, sum);
        Assert.InRange(used / (count - 1000), 0, 8);
    }

    private static async Task<RecordReader> OpenAsync(DrmsSession session, SeriesDefinition series, RecordRequest request)
    {
        RecordColumns columns = await RecordColumns.BindAsync(series, request, TestSessions.Lookup(session.Connection), Cancel);
        return await RecordReader.OpenAsync(session.Connection, (SqlText)$"select {columns.Columns} from {SqlName.Of(series.Name)} t order by t.id", columns, Cancel);
    }

    private static void AssertSame(DrmsValue expected, DrmsValue actual, string keyword)
    {
        Assert.Equal(expected.Type, actual.Type);
        if (expected.IsMissing)
            Assert.True(actual.IsMissing, keyword);
        else if (expected.Type.IsReal())
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected.AsDouble), BitConverter.DoubleToInt64Bits(actual.AsDouble));   // the sign of zero counts
        else
            Assert.Equal(expected, actual);
    }
}
