using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using CsCheck;
using NetDrms.Drms.Output.Tables;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Tests.Output.Tables;

/// <summary>Whatever a table holds, each format says it, and a reader of that format gets it back.</summary>
public sealed class TableWriterTests
{
    private static readonly Gen<(object?[][] Rows, int Capacity)> s_tables = Gen.Select(RandomTable.Row.Array[0, 40], Gen.Int[1, 16]);

    [Fact]
    public void Json_reads_back() => s_tables.Sample(table =>
    {
        JsonElement json = JsonDocument.Parse(RandomTable.Write(TableFormat.Json, RandomTable.Description(TimeForm.Usual), table.Rows, table.Capacity)).RootElement;
        Assert.Equal(table.Rows.Length, json.GetProperty("count").GetInt32());
        Same(table.Rows, [.. json.GetProperty("rows").EnumerateArray()]);
    }, iter: 300);

    [Fact]
    public void Ndjson_reads_back() => s_tables.Sample(table =>
    {
        string text = Encoding.UTF8.GetString(RandomTable.Write(TableFormat.Ndjson, RandomTable.Description(TimeForm.Usual), table.Rows, table.Capacity));
        string[] lines = text.Split('\n');
        Assert.Equal("", lines[^1]);
        Same(table.Rows, [.. lines[..^1].Select(line => JsonDocument.Parse(line).RootElement)]);
    }, iter: 300);

    [Fact]
    public void Csv_reads_back() => s_tables.Sample(table =>
    {
        string text = Encoding.UTF8.GetString(RandomTable.Write(TableFormat.Csv, RandomTable.Description(TimeForm.Usual), table.Rows, table.Capacity));
        string[][] rows = [.. CsvText.Read(text)];
        Assert.Equal(["I8", "I16", "I32", "I64", "F32", "F64", "T", "S", "B"], rows[0]);
        Assert.Equal(table.Rows.Length + 1, rows.Length);
        for (int i = 0; i < table.Rows.Length; i++)
            Assert.Equal(table.Rows[i].Select(Plain), rows[i + 1]);
    }, iter: 300);

    [Fact]
    public void Votable_reads_back() => s_tables.Sample(table =>
    {
        byte[] bytes = RandomTable.Write(TableFormat.VoTable, RandomTable.Description(TimeForm.Text), table.Rows, table.Capacity);
        XNamespace ns = "http://www.ivoa.net/xml/VOTable/v1.3";
        XElement[] rows = [.. XDocument.Load(new MemoryStream(bytes), LoadOptions.PreserveWhitespace).Descendants(ns + "TR")];
        Assert.Equal(table.Rows.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            IEnumerable<string> expected = table.Rows[i].Select((value, column) => value switch
            {
                bool yes => yes ? "T" : "F",
                string text => string.Concat(text.Select(c => c < ' ' && c is not ('\t' or '\n' or '\r') ? '\uFFFD' : c)),
                double.PositiveInfinity or float.PositiveInfinity => "+Inf",
                double.NegativeInfinity or float.NegativeInfinity => "-Inf",
                _ => Plain(value, column),
            });
            Assert.Equal(expected, rows[i].Elements(ns + "TD").Select(td => td.Value));
        }
    }, iter: 300);

    [Fact]
    public void Arrow_reads_back() => s_tables.Sample(table =>
    {
        byte[] bytes = RandomTable.Write(TableFormat.Arrow, RandomTable.Description(TimeForm.Usual), table.Rows, table.Capacity);
        using ArrowStreamReader reader = new(new MemoryStream(bytes));
        List<object?[]> read = [];
        while (reader.ReadNextRecordBatch() is RecordBatch batch)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                read.Add([((Int8Array)batch.Column(0)).GetValue(i), ((Int16Array)batch.Column(1)).GetValue(i), ((Int32Array)batch.Column(2)).GetValue(i), ((Int64Array)batch.Column(3)).GetValue(i),
                    ((FloatArray)batch.Column(4)).GetValue(i), ((DoubleArray)batch.Column(5)).GetValue(i), ((TimestampArray)batch.Column(6)).GetValue(i), ((StringArray)batch.Column(7)).GetString(i), ((BooleanArray)batch.Column(8)).GetValue(i)]);
            }
        }
        Assert.Equal(table.Rows.Length, read.Count);
        for (int i = 0; i < read.Count; i++)
        {
            object?[] expected = [.. table.Rows[i]];
            if (expected[6] is double seconds)
                expected[6] = (long)Math.Round(LeapSeconds.Current.ToUnix(new DrmsTime(seconds)) * 1e6, MidpointRounding.AwayFromZero);
            Assert.Equal(expected, read[i]);
        }
    }, iter: 300);

    [Fact]
    public void Arrow_gives_times_as_asked()
    {
        object?[] row = [null, null, null, null, null, null, 1262304036.5, null, null];
        Assert.Equal("2017.01.01_00:00:36.500_TAI", ((StringArray)Time(TimeForm.Text)).GetString(0));
        Assert.Equal("2016-12-31T23:59:60.500000Z", ((StringArray)Time(TimeForm.Iso)).GetString(0));
        Assert.Equal(1262304036.5, ((DoubleArray)Time(TimeForm.Seconds)).GetValue(0));
        Assert.Equal(1483228800_500_000, ((TimestampArray)Time(TimeForm.Usual)).GetValue(0));

        IArrowArray Time(TimeForm form) => new ArrowStreamReader(new MemoryStream(RandomTable.Write(TableFormat.Arrow, RandomTable.Description(form), [row], 4))).ReadNextRecordBatch().Column(6);
    }

    [Fact]
    public void Wrong_utf8_becomes_replacement_characters()
    {
        FieldValues values = new RowBatch([new TableField("S", FieldType.Text)], 2)[0];
        values.Add((ReadOnlySpan<byte>)[(byte)'a', 0xFF, 0xC3, (byte)'b']);
        Assert.Equal("a\uFFFD\uFFFDb", Encoding.UTF8.GetString(values.Utf8(0)));
    }

    private static void Same(object?[][] expected, JsonElement[] rows)
    {
        Assert.Equal(expected.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            JsonElement[] cells = [.. rows[i].EnumerateObject().Select(m => m.Value)];
            for (int column = 0; column < cells.Length; column++)
                Assert.True(IsSame(expected[i][column], cells[column], isTime: column == 6), $"{expected[i][column]} {cells[column]}");
        }
    }

    private static bool IsSame(object? expected, JsonElement actual, bool isTime) => expected switch
    {
        null => actual.ValueKind == JsonValueKind.Null,
        bool yes => actual.GetBoolean() == yes,
        string text => actual.GetString() == text,
        double seconds when isTime => actual.GetString() == RandomTable.TimeText(seconds),
        double real when double.IsInfinity(real) => actual.GetString() == (real > 0 ? "Infinity" : "-Infinity"),
        float real when float.IsInfinity(real) => actual.GetString() == (real > 0 ? "Infinity" : "-Infinity"),
        double real => BitConverter.DoubleToInt64Bits(actual.GetDouble()) == BitConverter.DoubleToInt64Bits(real),
        float real => BitConverter.SingleToInt32Bits(actual.GetSingle()) == BitConverter.SingleToInt32Bits(real),
        _ => actual.GetInt64() == Convert.ToInt64(expected, CultureInfo.InvariantCulture),
    };

    // What CSV says; the only double that is a time has three decimals.
    private static string Plain(object? value, int column) => value switch
    {
        null => "",
        double seconds when column == 6 => RandomTable.TimeText(seconds),
        double.PositiveInfinity or float.PositiveInfinity => "inf",
        double.NegativeInfinity or float.NegativeInfinity => "-inf",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
