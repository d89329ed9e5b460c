using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Schema;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace NetDrms.Server.Tests.Api;

/// <summary>Every format says the same, as other programs read it.</summary>
[Collection(ApiTests.Name)]
public sealed class FormatTests(ApiSite site)
{
    private const string All = "/api/v1/records?spec=demo.types[]&key=recnum,record,*&segments=*";
    private const string Schema = "/usr/lib/python3/dist-packages/astropy/io/votable/data/VOTable.v1.4.xsd";

    private static readonly string s_script = Path.Combine(Golden.Repository, "tests", "NetDrms.Server.Tests", "Api", "read_votable.py");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_has_the_values_of_show_info()
    {
        string[][] csv = [.. CsvText.Read(Encoding.UTF8.GetString(await site.BytesAsync("/api/v1/records?spec=demo.many[g1]&key=recnum,K,N,X&format=csv")))];
        string[] shown = (await site.Site.SucceedAsync("show_info", "-r", "-M", "key=K,N,X", "ds=demo.many[g1]")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["recnum", "K", "N", "X"], csv[0]);
        Assert.Equal(shown.Length, csv.Length);
        for (int i = 1; i < csv.Length; i++)
        {
            string[] cells = [.. shown[i].Split('\t').Select(c => c.Trim())];
            Assert.Equal(cells[..2], csv[i][..2]);
            Assert.Equal(cells[2] == "-2147483648" ? "" : cells[2], csv[i][2]);
            Assert.Equal(double.Parse(cells[3], CultureInfo.InvariantCulture), double.Parse(csv[i][3], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Csv_ndjson_and_json_agree()
    {
        JsonElement[] json = [.. (await site.JsonAsync(All)).GetProperty("rows").EnumerateArray()];
        string[] lines = Encoding.UTF8.GetString(await site.BytesAsync(All + "&format=ndjson")).Split('\n')[..^1];
        Assert.Equal(json.Select(r => r.GetRawText()), lines);
        string[][] csv = [.. CsvText.Read(Encoding.UTF8.GetString(await site.BytesAsync(All + "&format=csv")))];
        Assert.Equal(json.Length + 1, csv.Length);
        for (int row = 0; row < json.Length; row++)
            Assert.Equal(json[row].EnumerateObject().Select(m => Text(m.Value)), csv[row + 1]);
        Assert.Equal(json[0].EnumerateObject().Select(m => m.Name), csv[0]);
    }

    [Theory]
    [InlineData("votable", "")]
    [InlineData("votable-binary2", "")]
    [InlineData("votable", "&times=seconds")]
    [InlineData("votable-binary2", "&times=seconds")]
    [InlineData("votable", "&times=text")]
    public async Task Votable_is_valid_and_astropy_reads_the_same(string format, string times)
    {
        byte[] votable = await site.BytesAsync($"{All}&format={format}{times}");
        Validate(votable);
        string path = Path.Combine(site.Site.WorkFolder, $"{format}{times.Length}.vot");
        await File.WriteAllBytesAsync(path, votable, Cancel);
        CommandRun read = await CommandRun.OfAsync(["/usr/bin/python3", s_script, path], site.Site.WorkFolder, cancel: Cancel);
        Assert.True(read.ExitCode == 0, read.Error);
        JsonElement table = JsonDocument.Parse(read.Output).RootElement;
        Assert.All(table.GetProperty("warnings").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries), warning => Assert.StartsWith("The unit 'G' has been deprecated", warning));   // understood all the same
        JsonElement[] expected = [.. (await site.JsonAsync(All + times)).GetProperty("rows").EnumerateArray()];
        JsonElement[] actual = [.. table.GetProperty("rows").EnumerateArray()];
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            foreach (JsonProperty member in expected[row].EnumerateObject())
            {
                if (times.Length == 0 && member.Name is "T_REC" or "T_OBS" or "DATE" or "T_REC_epoch" && times != "&times=text")
                    continue;   // in a form of their own, see below
                Assert.True(Same(member.Value, actual[row].GetProperty(member.Name), isTrimmed: format == "votable"), $"{member.Name}: {member.Value} {actual[row].GetProperty(member.Name)}");
            }
        }
        if (times.Length == 0)
        {
            Assert.Equal("2014-03-01T00:00:00.370001", actual[0].GetProperty("T_OBS").GetString());
            Assert.Equal("2014-03-05T17:00:00.000000", actual[0].GetProperty("DATE").GetString());
            Assert.Equal("""{"T_OBS":["TAI",null],"DATE":["UTC",null]}""", table.GetProperty("scales").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        }
        Assert.Equal("G", table.GetProperty("units").GetProperty("REAL8").GetString());
    }

    [Fact]
    public async Task Arrow_has_types_units_and_utc()
    {
        using MemoryStream bytes = new(await site.BytesAsync(All + "&format=arrow"));
        using ArrowStreamReader reader = new(bytes);
        using RecordBatch batch = (await reader.ReadNextRecordBatchAsync(Cancel))!;
        JsonElement[] json = [.. (await site.JsonAsync(All)).GetProperty("rows").EnumerateArray()];
        Assert.Equal(json.Length, batch.Length);
        Assert.Equal(json[0].EnumerateObject().Select(m => m.Name), batch.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal("demo.types[]", batch.Schema.Metadata["record_set"]);
        Field real = batch.Schema.GetFieldByName("REAL4");
        Assert.IsType<FloatType>(real.DataType);
        Assert.Equal(("arcsec", "a float"), (real.Metadata["unit"], real.Metadata["description"]));
        Assert.IsType<Int8Type>(batch.Schema.GetFieldByName("INT1").DataType);
        TimestampType time = Assert.IsType<TimestampType>(batch.Schema.GetFieldByName("T_OBS").DataType);
        Assert.Equal((TimeUnit.Microsecond, "UTC"), (time.Unit, time.Timezone));
        Assert.Equal(("UTC", "TAI"), (batch.Schema.GetFieldByName("T_OBS").Metadata["time_scale"], batch.Schema.GetFieldByName("T_OBS").Metadata["zone"]));
        TimestampArray times = (TimestampArray)batch.Column("T_OBS");
        // stored times are multiples of 2^-19 s (spec 02 §4.2)
        Assert.Equal(new DateTimeOffset(2014, 2, 28, 23, 59, 25, 370, 1, TimeSpan.Zero), times.GetTimestamp(0));
        Assert.Null(times.GetTimestamp(1));
        for (int row = 0; row < json.Length; row++)
        {
            Same<Int64Array>("INT8", (a, i) => a.GetValue(i));
            Same<Int32Array>("QUALITY", (a, i) => a.GetValue(i));
            Same<Int16Array>("INT2", (a, i) => a.GetValue(i));
            Same<Int8Array>("INT1", (a, i) => a.GetValue(i));
            Same<DoubleArray>("REAL8", (a, i) => a.GetValue(i));
            Same<FloatArray>("REAL4", (a, i) => a.GetValue(i));
            Same<FloatArray>("MEAN_001", (a, i) => a.GetValue(i));
            Same<DoubleArray>("SPAN", (a, i) => a.GetValue(i));
            Same<DoubleArray>("LINKED", (a, i) => a.GetValue(i));
            Same<StringArray>("TXT", (a, i) => a.GetString(i));
            Same<StringArray>("TELESCOP", (a, i) => a.GetString(i));
            Same<StringArray>("image", (a, i) => a.GetString(i));

            void Same<T>(string name, Func<T, int, object?> value)
                where T : class, IArrowArray =>
                Assert.Equal(Text(json[row].GetProperty(name)), value((T)batch.Column(name), row) switch
                {
                    null => "",
                    double x when double.IsInfinity(x) => x > 0 ? "inf" : "-inf",
                    float x when float.IsInfinity(x) => x > 0 ? "inf" : "-inf",
                    object other => Convert.ToString(other, CultureInfo.InvariantCulture),
                });
        }
        Assert.Null(await reader.ReadNextRecordBatchAsync(Cancel));
    }

    [Fact]
    public async Task An_instant_inside_a_leap_second_has_a_timestamp()
    {
        using MemoryStream bytes = new(await site.BytesAsync("/api/v1/records?spec=demo.types[? camera=2 and t_obs > 0 ?]&key=T_OBS&format=arrow"));
        using ArrowStreamReader reader = new(bytes);
        using RecordBatch batch = (await reader.ReadNextRecordBatchAsync(Cancel))!;
        Assert.Equal(new DateTimeOffset(2017, 1, 1, 0, 0, 0, 500, TimeSpan.Zero), ((TimestampArray)batch.Column(0)).GetTimestamp(0));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("csv")]
    [InlineData("votable")]
    [InlineData("votable-binary2")]
    [InlineData("arrow")]
    public async Task A_set_without_records_is_a_table_without_rows(string format)
    {
        byte[] answer = await site.BytesAsync($"/api/v1/records?spec=demo.types[1999.01.01]&format={format}");
        if (format.StartsWith("votable", StringComparison.Ordinal))
            Validate(answer);
        if (format == "arrow")
        {
            using ArrowStreamReader reader = new(new MemoryStream(answer));
            Assert.Null(await reader.ReadNextRecordBatchAsync(Cancel));
            Assert.Equal("T_REC", reader.Schema.FieldsList[0].Name);
        }
        if (format == "csv")
            Assert.Single(CsvText.Read(Encoding.UTF8.GetString(answer)));
        if (format == "ndjson")
            Assert.Empty(answer);
    }

    private static void Validate(byte[] votable)
    {
        XmlReaderSettings settings = new() { ValidationType = ValidationType.Schema };
        settings.Schemas.Add("http://www.ivoa.net/xml/VOTable/v1.3", Schema);
        List<string> faults = [];
        settings.ValidationEventHandler += (_, e) => faults.Add(e.Message);
        using XmlReader reader = XmlReader.Create(new MemoryStream(votable), settings);
        while (reader.Read())
        {
        }
        Assert.Empty(faults);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String when value.GetString() is "Infinity" or "-Infinity" => value.GetString()!.Replace("Infinity", "inf", StringComparison.Ordinal),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    // astropy takes the blanks around the text of a TD away
    private static bool Same(JsonElement expected, JsonElement actual, bool isTrimmed) => expected.ValueKind == JsonValueKind.Number
        ? actual.ValueKind == JsonValueKind.Number && expected.GetDouble() == actual.GetDouble()
        : isTrimmed ? Text(expected).Trim() == Text(actual) : Text(expected) == Text(actual);
}
