using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;

namespace NetDrms.Cli.Tests.Info;

/// <summary>What jsoc_info answers beyond the recorded rows. Spec 06 §2.</summary>
public sealed class InfoAnswerTests : IClassFixture<LoadedSite>
{
    private readonly GoldenSite _site;

    public InfoAnswerTests(LoadedSite loaded) => _site = loaded.Site;

    [Fact]
    public async Task No_records_give_a_count_and_no_lists()
    {
        Assert.Equal("{\"count\":0,\"status\":0}\n", await TextAsync("-s", "-r", "op=rs_list", "ds=gold.m_45s[2019.01.01_TAI]", "key=T_REC"));
    }

    [Fact]
    public async Task Lists_are_decoded_once_more()
    {
        JsonElement answer = await JsonAsync("op=rs_list", "ds=gold.ts[]", "n=1", "key=%2A%2AALL%2A%2A");
        Assert.Equal("T_START", answer.GetProperty("keywords")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task None_ends_a_list_and_a_name_may_come_twice()
    {
        JsonElement answer = await JsonAsync("op=rs_list", "ds=gold.ts[]", "n=1", "key=V,v,V,**NONE**,OBS");
        Assert.Equal(["V", "v", "V"], answer.GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("name").GetString()));
        Assert.All(answer.GetProperty("keywords").EnumerateArray(), k => Assert.Equal("0.000000", k.GetProperty("values")[0].GetString()));
    }

    [Fact]
    public async Task Of_repeated_parameters_of_a_form_the_first_counts()
    {
        JsonElement answer = await JsonAsync("QUERY_STRING=op=rs_summary&ds=gold.ts[]&ds=gold.carr[]&op=rs_list");
        Assert.Equal(12, answer.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_post_is_as_good_as_a_get()
    {
        const string form = "op=rs_list&ds=gold.carr%5B%5D&key=Value&n=-2";
        TestRun run = await _site.RunAsync("jsoc_info", [], form, new Dictionary<string, string>
        {
            ["REQUEST_METHOD"] = "POST", ["CONTENT_TYPE"] = "application/x-www-form-urlencoded", ["CONTENT_LENGTH"] = form.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }, TestContext.Current.CancellationToken);
        Assert.Contains("\"values\":[\"-3e+22\",\"0\"]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quality_is_printed_even_when_it_is_missing()
    {
        await _site.RunAsync("set_info", ["-c", "ds=gold.m_45s", "T_REC=2015.01.01_TAI", "CAMERA=1"], cancel: TestContext.Current.CancellationToken);
        JsonElement answer = await JsonAsync("op=rs_list", "ds=gold.m_45s[2015.01.01_TAI]", "key=QUALITY,quality,QUALITY");
        Assert.Equal(["0x80000000", "MISSING", "0x80000000"], answer.GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("values")[0].GetString()));
    }

    [Fact]
    public async Task Series_of_several_subsets_have_their_keywords_side_by_side()
    {
        JsonElement answer = await JsonAsync("op=rs_list", "ds=gold.ts[],gold.carr[]", "n=1", "key=**ALL**");
        Dictionary<string, string[]> values = answer.GetProperty("keywords").EnumerateArray().ToDictionary(k => k.GetProperty("name").GetString()!, k => k.GetProperty("values").EnumerateArray().Select(v => v.GetString()!).ToArray());
        Assert.Equal(["0.000000", "Invalid KeyLink"], values["V"]);
        Assert.Equal(["Invalid KeyLink", "1.5"], values["Value"]);
        Assert.Equal(2, answer.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Values_in_full_precision_as_bit_patterns()
    {
        JsonElement answer = await JsonAsync("-M", "-B", "op=rs_list", "ds=gold.carr[]", "n=1", "key=Value,CarrTime");
        Assert.Equal("3FF8000000000000", answer.GetProperty("keywords")[0].GetProperty("values")[0].GetString());
    }

    [Fact]
    public async Task The_spelling_of_a_series_is_the_definitions()
    {
        JsonElement answer = await JsonAsync("-R", "op=rs_list", "ds=GOLD.CARR[]", "n=1", "key=Value");
        Assert.StartsWith("gold.carr[", answer.GetProperty("recinfo")[0].GetProperty("name").GetString(), StringComparison.Ordinal);
        JsonElement structure = await JsonAsync("op=series_struct", "ds=GOLD.Carr[1-2]");   // only the name counts
        Assert.StartsWith("gold.carr[", structure.GetProperty("Interval").GetProperty("FirstRecord").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_series_has_no_ends()
    {
        await LongSeries.MakeAsync(_site, "empty", 0);
        JsonElement interval = (await JsonAsync("op=series_struct", "ds=gold.empty")).GetProperty("Interval");
        Assert.Equal("{\"FirstRecord\":\"NA\",\"FirstRecnum\":\"NA\",\"LastRecord\":\"NA\",\"LastRecnum\":\"NA\",\"MaxRecnum\":0}", interval.GetRawText());
    }

    [Fact]
    public async Task Facts_of_linked_segments_are_the_targets()
    {
        JsonElement segment = (await JsonAsync("-l", "op=series_struct", "ds=gold.linked")).GetProperty("segments")[0];
        Assert.Equal(("magnetogram", "Gauss", "fits", "100x100"), (segment.GetProperty("name").GetString(), segment.GetProperty("units").GetString(), segment.GetProperty("protocol").GetString(), segment.GetProperty("dims").GetString()));
    }

    [Fact]
    public async Task A_keyword_behind_a_link_to_no_series_says_so()
    {
        await _site.ExecuteAsync("insert into gold.drms_link select seriesname, 'LOST', 'gold.gone', type, description from gold.drms_link where linkname = 'MDATA'");
        await _site.ExecuteAsync("update gold.drms_keyword set linkname = 'LOST' where seriesname = 'gold.linked' and keywordname = 'MEANCOPY'");
        JsonElement keyword = (await JsonAsync("op=series_struct", "ds=gold.linked")).GetProperty("keywords")[1];
        Assert.Equal("{\"name\":\"MEANCOPY\",\"linkinfo\":\"LOST-\\u003eDATAMEAN\",\"type\":\"link\",\"recscope\":\"error following link\",\"defval\":\"error following link\",\"units\":\"error following link\",\"note\":\"Mean through the dynamic link\"}", keyword.GetRawText());
        JsonElement list = await JsonAsync("op=rs_list", "ds=gold.linked[]", "n=1", "key=MEANCOPY");
        Assert.Equal("Invalid KeyLink", list.GetProperty("keywords")[0].GetProperty("values")[0].GetString());
        await _site.ExecuteAsync("update gold.drms_keyword set linkname = 'MDATA' where seriesname = 'gold.linked' and keywordname = 'MEANCOPY'");
        await _site.ExecuteAsync("delete from gold.drms_link where linkname = 'LOST'");
    }

    [Theory]
    [InlineData("{}", "1.000000")]
    [InlineData("{\"rebin\":{\"scale\":0.25}}", "0.062500")]
    [InlineData("{\"rebin\":{\"scale\":\"0.25\"},\"map_proj\":{\"cols\":50,\"rows\":20}}", "0.006250")]
    [InlineData("{\"to_ptr\":{\"l\":true},\"resize\":{\"rescale\":false}}", "1.000000")]
    public async Task Ratios_of_steps_multiply(string steps, string ratio)
    {
        Assert.Contains($"\"processing_size_ratio\":{ratio},\"status\":0", await TextAsync("-r", "op=series_struct", "ds=gold.m_45s", $"processing={steps}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Printing_the_sql_runs_nothing()
    {
        string text = await TextAsync("--sql", "op=rs_list", "ds=gold.ts[]", "key=V");
        Assert.StartsWith("select ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"", text, StringComparison.Ordinal);
    }

    private async Task<string> TextAsync(params string[] words)
    {
        TestRun run = await _site.RunAsync("jsoc_info", words, cancel: TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0 || run.Output.Contains("\"status\":1", StringComparison.Ordinal), run.Error);
        return run.Output;
    }

    private async Task<JsonElement> JsonAsync(params string[] words)
    {
        string text = await TextAsync(words);
        using JsonDocument document = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        return document.RootElement.Clone();
    }
}
