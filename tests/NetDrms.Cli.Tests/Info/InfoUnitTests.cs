using System.Globalization;
using System.Text.Json;
using NetDrms.Cli.Tests.Driver;

namespace NetDrms.Cli.Tests.Info;

/// <summary>What jsoc_info says of storage units: on line, off line, archived, never written, behind links. Spec 06 §2.4.</summary>
public sealed class InfoUnitTests(InfoSite site) : IClassFixture<InfoSite>
{
    private const string Set = "ds=su_production.m_45s[][2]";
    private const string Facts = "key=*online*,*retain*,*archive*,*recdir*,*dirmtime*,*size*";

    [Fact]
    public async Task A_unit_on_line_off_line_waiting_archived_and_unknown()
    {
        (_, long first, string folder) = site.Units[0];
        long second = site.Units[1].Ours;
        long third = site.Units[2].Ours;
        string slot = Path.Combine(folder, "S00000");
        Directory.SetLastWriteTimeUtc(slot, new DateTime(2020, 2, 29, 12, 34, 56, DateTimeKind.Utc));
        await site.Site.Sums.ExecuteAsync($"update sum_partn_alloc set status = 4, archive_substatus = 128 where ds_index = {first}");
        await site.Site.Sums.ExecuteAsync($"update sum_main set online_status = 'N', archive_status = 'Y' where ds_index = {second}");
        await site.Site.Drms.ExecuteAsync($"update su_production.m_45s set sunum = 999999 where sunum = {third}");
        try
        {
            string[][] values = await ValuesAsync(Set, Facts, "seg=magnetogram", "R=1");
            string size = new FileInfo(Path.Combine(slot, "magnetogram.fits")).Length.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(["Y", "N", "NA"], values[0]);
            Assert.Equal([site.KeptUntil, "N/A", "NA"], values[1]);
            Assert.Equal(["Pending", "Y", "NA"], values[2]);
            Assert.Equal([slot, "NoDataDirectory", "NoDataDirectory"], values[3]);
            Assert.Equal(["2020.02.29_12:34:56_UT", "NA", "NA"], values[4]);
            Assert.Equal([size, "NA", "NA"], values[5]);
            JsonElement answer = await AnswerAsync(Set, "seg=magnetogram", "R=1");
            Assert.Equal([1, 0, 0], answer.GetProperty("recinfo").EnumerateArray().Select(r => r.GetProperty("online").GetInt32()));
            Assert.Equal([Path.Combine(slot, "magnetogram.fits"), "NoDataDirectory", "NoDataDirectory"],
                answer.GetProperty("segments")[0].GetProperty("values").EnumerateArray().Select(v => v.GetString()!));
            JsonElement byRecord = await AnswerAsync(Set, "seg=magnetogram", "R=1", "f=1", "key=*online*");
            Assert.Equal(["1", "0", "0"], byRecord.GetProperty("recset").EnumerateArray().Select(r => r.GetProperty("segments")[0].GetProperty("online").GetRawText()));
        }
        finally
        {
            await site.Site.Drms.ExecuteAsync($"update su_production.m_45s set sunum = {third} where sunum = 999999");
            await site.Site.Sums.ExecuteAsync($"update sum_main set online_status = 'Y', archive_status = 'N' where ds_index = {second}");
            await site.Site.Sums.ExecuteAsync($"update sum_partn_alloc set status = 2, archive_substatus = 0 where ds_index = {first}");
        }
    }

    [Fact]
    public async Task Size_is_that_of_all_segments_when_none_is_listed()
    {
        string[][] values = await ValuesAsync(Set, "key=*size*");
        Assert.Equal(site.Units.Select(u => new FileInfo(Path.Combine(u.Folder, "S00000", "magnetogram.fits")).Length.ToString(CultureInfo.InvariantCulture)), values[0]);
    }

    [Fact]
    public async Task A_segment_that_was_never_written_has_no_path_though_its_unit_is_on_line()
    {
        string file = Path.Combine(site.Site.WorkFolder, "spikes.txt");
        await File.WriteAllTextAsync(file, "spikes", TestContext.Current.CancellationToken);
        await site.RunAsync("set_info", "-c", "ds=gold.lev1", "FSN=900", "WAVE_STR=94", "TILT=1", $"spikes={file}");
        JsonElement answer = await AnswerAsync("ds=gold.lev1[900]", "seg=**ALL**", "key=*size*");
        string[] paths = [.. answer.GetProperty("segments").EnumerateArray().Select(s => s.GetProperty("values")[0].GetString()!)];
        Assert.Equal("NoDataDirectory", paths[0]);
        Assert.EndsWith("/S00000/spikes.txt", paths[1], StringComparison.Ordinal);
        Assert.Equal("6", answer.GetProperty("keywords")[0].GetProperty("values")[0].GetString());
    }

    [Fact]
    public async Task A_linked_segment_is_the_file_behind_the_link_with_its_compression()
    {
        await site.Site.ExecuteAsync("update gold.drms_link set target_seriesname = 'su_production.m_45s' where linkname = 'MDATA'");
        await site.RunAsync("set_info", "-c", "ds=gold.linked", "NAME=image", "MDATA=su_production.m_45s[2014.03.01_00:02:00_TAI][2]");
        JsonElement segment = (await AnswerAsync("ds=gold.linked[image]", "seg=magnetogram")).GetProperty("segments")[0];
        Assert.Equal($"{{\"name\":\"magnetogram\",\"values\":[\"{site.Units[1].Folder}/S00000/magnetogram.fits\"],\"dims\":[\"100x100\"],\"cparms\":[\"compress Rice\"],\"bzeros\":[],\"bscales\":[]}}",
            segment.GetRawText().Replace("\\/", "/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_of_the_session_that_wrote_a_record()
    {
        await site.RunAsync("set_info", "-L", "-c", "ds=gold.ts", "T_START=2011.01.01_UTC", "OBS=2011.01.01_TAI");
        await site.RunAsync("set_info", "-c", "ds=gold.ts", "T_START=2011.01.02_UTC", "OBS=2011.01.02_TAI");
        string[][] values = await ValuesAsync("ds=gold.ts[2011.01.01_UTC-2011.01.02_UTC]", "key=*logdir*");
        long unit = await site.Site.Sums.ScalarAsync<long>($"select max(ds_index) from sum_main");
        Assert.Equal([(await site.Site.Sums.ScalarAsync<string>($"select online_loc from sum_main where ds_index = {unit}"))!, "NoDataDirectory"], values[0]);
    }

    [Fact]
    public async Task Without_the_storage_daemon_only_what_needs_it_fails()
    {
        int port = site.Site.SumsPort;
        await site.Site.StopDaemonAsync();
        try
        {
            TestRun run = await site.Site.RunAsync("jsoc_info", ["-s", "op=rs_list", Set, "key=*online*"], cancel: TestContext.Current.CancellationToken);
            Assert.Equal(1, run.ExitCode);
            using JsonDocument answer = JsonDocument.Parse(run.Output);
            Assert.Equal(1, answer.RootElement.GetProperty("status").GetInt32());
            Assert.Single(await ValuesAsync(Set, "key=T_REC"));
        }
        finally
        {
            await site.Site.StartDaemonAsync(port);
        }
    }

    private async Task<string[][]> ValuesAsync(params string[] words) =>
        [.. (await AnswerAsync(words)).GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("values").EnumerateArray().Select(v => v.GetString()!).ToArray())];

    private async Task<JsonElement> AnswerAsync(params string[] words)
    {
        TestRun run = await site.RunAsync("jsoc_info", ["-s", "op=rs_list", .. words]);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
