using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Requests;

/// <summary>Exports that are answered at once. Spec 06 §5.1, §5.2.</summary>
public sealed class ImmediateExportTests(ImmediateExportSite made) : IClassFixture<ImmediateExportSite>
{
    private const string Set = "su_production.m_45s[2014.03.01_00:00:45_TAI/10m][2]";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_set_gives_records_and_files()
    {
        JsonElement answer = await AskAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&protocol=as-is");
        Assert.Equal((3, 3, 1), (answer.GetProperty("rcount").GetInt32(), answer.GetProperty("count").GetInt32(), answer.GetProperty("size").GetInt32()));
        Assert.Equal(["2014.03.01_00:01:00_TAI", "2014.03.01_00:02:00_TAI", "2014.03.01_00:03:00_TAI"], Times(answer));
        Assert.All(answer.GetProperty("data").EnumerateArray(), entry => Assert.True(File.Exists(entry.GetProperty("filename").GetString())));
        Assert.Equal(["rcount", "count", "size", "dir", "data", "requestid", "method", "protocol", "wait", "status"], answer.EnumerateObject().Select(m => m.Name));
    }

    [Theory]
    [InlineData("process%3Dn=2", "1 2")]   // the Python client
    [InlineData("process=n%3D1%7Cno_op", "1")]
    [InlineData("process=n=-2", "2 3")]
    [InlineData("process=no_op", "1 2 3")]
    [InlineData("process%3Dn=0", "1 2 3")]
    [InlineData("max_recs=1", "1")]
    [InlineData("max_recs=1&process%3Dn=2", "1 2")]
    public async Task A_limit_takes_the_first_or_the_last_records(string limit, string minutes)
    {
        JsonElement answer = await AskAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&{limit}");
        Assert.Equal(minutes, string.Join(' ', Times(answer).Select(t => t[15])));
    }

    [Theory]
    [InlineData("2", "1 2")]
    [InlineData("-2", "2 3")]
    [InlineData("-1", "3")]
    [InlineData("99", "1 2 3")]
    public async Task A_limit_is_one_of_the_whole_request(string limit, string minutes)
    {
        const string Subsets = "su_production.m_45s[2014.03.01_00:01_TAI],su_production.m_45s[2014.03.01_00:02_TAI],su_production.m_45s[2014.03.01_00:03_TAI]";
        JsonElement answer = await AskAsync($"op=exp_request&ds={Uri.EscapeDataString(Subsets)}&method=url_quick&process%3Dn={limit}");
        Assert.Equal(minutes, string.Join(' ', Times(answer).Select(t => t[15])));
    }

    [Fact]
    public async Task Records_without_image_are_left_out_unless_they_are_asked_for()
    {
        string form = $"op=exp_request&ds={Uri.EscapeDataString("su_production.m_45s[2014.03.02_TAI/1h]{magnetogram}")}&method=url_quick";
        Assert.Equal(["2014.03.02_00:01:00_TAI"], Times(await AskAsync(form)));
        Assert.Equal(["2014.03.02_00:01:00_TAI", "2014.03.02_00:02:00_TAI"], Times(await AskAsync(form + "&q=1")));
        string chosen = $"op=exp_request&ds={Uri.EscapeDataString("su_production.m_45s[2014.03.02_TAI/1h][? quality < 0 ?]")}&method=url_quick";
        Assert.Equal(["2014.03.02_00:02:00_TAI"], Times(await AskAsync(chosen)));
    }

    [Theory]
    [InlineData("seg=magnetogram", 3)]
    [InlineData("seg=**ALL**", 3)]
    public async Task Segments_stand_in_seg_as_well(string segments, int files)
    {
        JsonElement answer = await AskAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&{segments}");
        Assert.Equal(files, answer.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("ds=su_production.m_45s[]{magnetogram}&seg=magnetogram", "segments stand both in ds and in seg; give them once")]
    [InlineData("ds=su_production.m_45s[]{magnetogam}", "series \"su_production.m_45s\" has no segment \"magnetogam\". Did you mean \"magnetogram\"?")]
    [InlineData("ds=su_production.m_45s[],gold.m_45s[]", "Cannot specify subsets of records from different series.")]
    [InlineData("ds=gold.nosuch[]", "Cannot export series 'gold.nosuch' - it does not exist.")]
    [InlineData("ds=jsoc.export_new[]", "Cannot export series 'jsoc.export_new' - it belongs to the export system.")]
    [InlineData("", "ds must be provided: the record set to export")]
    [InlineData("ds=su_production.m_45s[1999.01.01_TAI]", "There are no files in this RecordSet")]
    [InlineData("ds=gold.lev1[]", "One or more Storage Units are invalid: 1157")]   // of the site where it was recorded
    [InlineData("ds=*file*", "ds=*file* needs a list of record sets that is uploaded as file, in a form of parts (multipart/form-data)")]
    [InlineData("ds=*file*&file=/etc/passwd", "ds=*file* needs a list of record sets that is uploaded as file, in a form of parts (multipart/form-data)")]
    [InlineData("ds=@/etc/passwd", null)]
    [InlineData("ds=su_production.m_45s[? 1=1 ?][", null)]
    [InlineData("ds=su_production.m_45s[? pg_sleep(5) ?]", null)]
    [InlineData("ds=su_production.m_45s[]&process=n=1%7Cim_patch,x=1", "processing \"im_patch,x=1\" needs a queued export, which this site does not offer yet; it offers method=url_quick with protocol=as-is or su-as-is")]
    [InlineData("ds=su_production.m_45s[]&processing=%7B%22resize%22:%7B%7D%7D", null)]
    [InlineData("ds=su_production.m_45s[]&protocol=FITS,compress%20Rice", "method=url_quick with protocol=FITS,compress Rice needs a queued export, which this site does not offer yet; it offers method=url_quick with protocol=as-is or su-as-is")]
    [InlineData("ds=%00", null)]
    [InlineData("ds=su_production.m_45s[? content = 'a ?]", "Illegal text in arg: Unbalanced \"'\" not allowed.")]
    public async Task What_cannot_be_exported_is_status_4_and_says_why(string form, string? error)
    {
        TestRun run = await made.GetAsync($"op=exp_request&method=url_quick&{form}", Cancel);
        JsonElement answer = Parse(run.Output);
        Assert.Equal((1, 4), (run.ExitCode, answer.GetProperty("status").GetInt32()));
        string text = answer.GetProperty("error").GetString()!;
        Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
        if (error is not null)
            Assert.Equal(error, text);
        else
            Assert.NotEmpty(text);
    }

    [Fact]
    public async Task Files_that_are_off_line_are_status_25()
    {
        string form = $"op=exp_request&ds={Uri.EscapeDataString("su_production.m_45s[2014.03.03_TAI/1h]")}&method=url_quick";
        TestRun run = await made.GetAsync(form, Cancel);
        Assert.Equal((0, 25), (run.ExitCode, Parse(run.Output).GetProperty("status").GetInt32()));
        Assert.Equal(4, Parse((await made.GetAsync(form + "&o=0", Cancel)).Output).GetProperty("status").GetInt32());
        JsonElement unit = await AskAsync("op=exp_su&sunum=300&formatvar=dataobj");
        Assert.Equal("X", unit.GetProperty("data").GetProperty("300").GetProperty("sustatus").GetString());
    }

    [Theory]
    [InlineData("NETDRMS_EXPORT_MAX_RECORDS", "2", "Request exceeds max record limit of 2")]
    [InlineData("NETDRMS_EXPORT_MAX_MEGABYTES", "1", "Request exceeds max byte limit of 1MB")]
    public async Task Too_large_a_request_is_status_3_and_names_the_limit(string variable, string value, string error)
    {
        TestRun run = await made.GetAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&sizeratio=100", Cancel, (variable, value));
        JsonElement answer = Parse(run.Output);
        Assert.Equal(("VOID", 3, error), (answer.GetProperty("requestid").GetString(), answer.GetProperty("status").GetInt32(), answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task The_text_form_ends_with_its_data_lines()
    {
        TestRun run = await made.GetAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&format=txt&process=n=1", Cancel);
        string[] lines = run.Output.Split('\n');
        Assert.Equal(
            ["Content-type: text/plain", "", "# JSOC Quick Data Export of as-is files.", "status=0", "requestid=\"Not Specified\"", "method=url_quick", "protocol=as-is", "wait=0", "rcount=1", "count=1", "size=1", "dir=/", "# DATA"],
            lines[..13]);
        Assert.StartsWith("su_production.m_45s[2014.03.01_00:01:00_TAI][2]{magnetogram}\t/", lines[13], StringComparison.Ordinal);
        Assert.Equal(15, lines.Length);
    }

    [Fact]
    public async Task A_list_of_record_sets_is_uploaded_and_its_answer_is_for_a_frame()
    {
        const string List = "# two sets\r\nsu_production.m_45s[2014.03.01_00:01_TAI]\r\n\r\nsu_production.m_45s[2014.03.01_00:03_TAI] # the third\n";
        string body = string.Concat(new (string, string)[] { ("op", "exp_request"), ("ds", "*file*"), ("method", "url_quick"), ("file", List) }
            .Select(p => $"--b\r\nContent-Disposition: form-data; name=\"{p.Item1}\"{(p.Item1 == "file" ? "; filename=\"l.txt\"" : "")}\r\n\r\n{p.Item2}\r\n")) + "--b--\r\n";
        TestRun run = await made.PostAsync(body, "multipart/form-data; boundary=b", Cancel);
        Assert.StartsWith("Content-type: text/html\n\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["2014.03.01_00:01:00_TAI", "2014.03.01_00:03:00_TAI"], Times(Parse(run.Output)));
    }

    [Theory]
    [InlineData("closed", "user@example.com", "Cannot process your request. This site takes no export requests.")]
    [InlineData("registered", "", "Cannot process your request. Not a valid email address.")]
    [InlineData("registered", "not-an-address", "Cannot process your request. Not a valid email address.")]
    [InlineData("registered", "stranger@example.com", "Cannot process your request. Your email address has not been registered for use with the export system. At this site the administrator registers addresses; ask for yours to be added.")]
    [InlineData("registered", "pending@example.com", "Cannot process your request. Email-address registration is pending. Please wait and try again later.")]
    [InlineData("registered", "User@Example.com", null)]
    [InlineData("open", "not-an-address", null)]
    public async Task The_policy_decides_who_may_ask(string policy, string address, string? error)
    {
        TestRun run = await made.GetAsync($"op=exp_request&ds={Uri.EscapeDataString(Set)}&method=url_quick&notify={Uri.EscapeDataString(address)}", Cancel, ("NETDRMS_EXPORT_POLICY", policy));
        JsonElement answer = Parse(run.Output);
        Assert.Equal(error is null ? 0 : 4, answer.GetProperty("status").GetInt32());
        Assert.Equal(error, answer.TryGetProperty("error", out JsonElement text) ? text.GetString() : null);
    }

    [Theory]
    [InlineData("sunum=154x", "\"154x\" is not the number of a storage unit")]
    [InlineData("sunum=,", "sunum names no storage unit")]
    [InlineData("", "sunum must be provided: the numbers of storage units")]
    [InlineData("sunum=999999", "storage unit 999999 is not known to SUMS")]
    [InlineData("sunum=300", "bringing storage units back that are off line needs a queued export, which this site does not offer yet; it offers method=url_quick with protocol=as-is or su-as-is")]
    [InlineData("sunum=300&requestid=NOASYNCREQUEST", "User denies required full export")]
    [InlineData("sunum=154&method=url", "method=url with protocol=as-is needs a queued export, which this site does not offer yet; it offers method=url_quick with protocol=as-is or su-as-is")]
    public async Task Units_that_cannot_be_had_are_status_4_and_say_why(string form, string error)
    {
        JsonElement answer = Parse((await made.GetAsync($"op=exp_su&{form}&method=url_quick", Cancel)).Output);
        Assert.Equal((4, error), (answer.GetProperty("status").GetInt32(), answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_series_that_is_not_public_is_kept_from_strangers_with_its_units()
    {
        await made.ExecuteAsync("revoke select on gold.ts from public");
        await made.PutAsync(401, "gold.ts", Cancel);
        JsonElement unit = (await AskAsync("op=exp_su&sunum=401,154&formatvar=dataobj")).GetProperty("data");
        Assert.Equal(("I", "NA", "0", "Y"), (
            unit.GetProperty("401").GetProperty("sustatus").GetString(), unit.GetProperty("401").GetProperty("path").GetString(),
            unit.GetProperty("401").GetProperty("susize").GetString(), unit.GetProperty("154").GetProperty("sustatus").GetString()));
        JsonElement records = Parse((await made.GetAsync("op=exp_request&ds=gold.ts%5B%5D&method=url_quick", Cancel)).Output);
        Assert.Equal(4, records.GetProperty("status").GetInt32());
        Assert.DoesNotContain("/SUM", records.GetProperty("error").GetString(), StringComparison.Ordinal);
        TestRun local = await made.LocalAsync(["op=exp_su", "sunum=401", "method=url_quick", "-W"], Cancel);   // who may run psql may ask
        Assert.Contains("\"sustatus\":\"Y\"", local.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_form_is_no_markup_in_an_answer_for_a_frame()
    {
        const string Body = "--b\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\n<script>alert(1)</script>\r\n--b--\r\n";
        TestRun run = await made.PostAsync(Body, "multipart/form-data; boundary=b", Cancel);
        Assert.StartsWith("Content-type: text/html\n\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('<', run.Output);
        Assert.Contains("<script>alert(1)</script>", Parse(run.Output).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> AskAsync(string form)
    {
        TestRun run = await made.GetAsync(form, Cancel);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return Parse(run.Output);
    }

    private static JsonElement Parse(string output)
    {
        using JsonDocument document = JsonDocument.Parse(output[(output.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
        return document.RootElement.Clone();
    }

    private static string[] Times(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("record").GetString()!.Split('[', ']')[1])];
}
