using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Modules;

public class IngestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_stored_once_found_again_and_retrieved_and_a_cut_file_leaves_nothing()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string image = site.Fits("image.fits", "from header");
        string cut = site.Fits("cut.fits");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(cut, Cancel))[..3000], Cancel);
        TestRun first = await site.IngestAsync(image, cut);
        Assert.Equal(1, first.ExitCode);
        Assert.EndsWith("2 files: 1 stored, 0 skipped, 1 failed\n", first.Output, StringComparison.Ordinal);
        Assert.Contains($"failed {cut}: could not read \"{cut}\": the file is cut off: it has 3000 bytes, at least 5760 would be right\n", first.Output, StringComparison.Ordinal);
        TestRun second = await site.IngestAsync(image, cut);
        Assert.EndsWith("2 files: 0 stored, 1 skipped, 1 failed\n", second.Output, StringComparison.Ordinal);
        Assert.Equal(["Records.txt", "S00000/image.fits"], await site.Site.FilesOfAsync(Assert.Single(await site.Site.UnitsAsync())));
        Assert.Single(site.Site.UnitFolders());
        TestRun shown = await site.Site.RunAsync("show_info", ["-q", "key=TXT", "seg=image", "cli.obs[2014.03.01_00:00:00_TAI]"], cancel: Cancel);
        Assert.Equal("from header\timage.fits\n", shown.Output);
        TestRun got = await site.Site.RunAsync("retrieve_file", ["ds=cli.obs[2014.03.01_00:00:00_TAI]", "segment=image", "out=back.fits"], cancel: Cancel);
        Assert.Equal((0, "", ""), (got.ExitCode, got.Output, got.Error));
        Assert.True(File.Exists(Path.Combine(site.Site.WorkFolder, "back.fits")));
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_read_again()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string image = site.Fits("image.fits");
        await site.IngestAsync(image);
        DateTime modified = File.GetLastWriteTimeUtc(image);
        await File.WriteAllBytesAsync(image, new byte[new FileInfo(image).Length], Cancel);
        Assert.Contains("is not a FITS file", (await site.IngestAsync(image)).Output, StringComparison.Ordinal);   // its time tells
        File.SetLastWriteTimeUtc(image, modified);
        TestRun again = await site.IngestAsync(image);
        Assert.Equal((0, $"skipped {image}: already stored\n1 file: 0 stored, 1 skipped, 0 failed\n"), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task The_same_content_is_known_under_another_name_and_after_an_edit_of_the_record()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        await site.IngestAsync(site.Fits("image.fits"));
        Assert.Equal(0, (await site.Site.RunAsync("set_info", ["ds=cli.obs[2014.03.01_00:00:00_TAI][1]", "TXT=edited"], cancel: Cancel)).ExitCode);
        string copy = site.Fits("copy/copy.fits");
        TestRun run = await site.IngestAsync(copy);
        Assert.Equal((0, $"skipped {copy}: already stored\n1 file: 0 stored, 1 skipped, 0 failed\n"), (run.ExitCode, run.Output));
        Assert.Equal(2, await site.RecordsAsync());
    }

    [Theory]
    [InlineData("other text", 1, "TXT")]
    [InlineData("from header", 2, "segment image")]
    public async Task Other_content_for_a_stored_record_fails_or_replaces_it_when_that_is_wanted(string text, int pixel, string difference)
    {
        await using IngestSite site = await IngestSite.StartAsync();
        await site.IngestAsync(site.Fits("image.fits"));
        string other = site.Fits("image.fits", text, pixel);
        TestRun refused = await site.IngestAsync(other);
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal($"failed {other}: differs from the stored cli.obs[2014.03.01_00:00:00_TAI][1]: {difference} (--replace stores it as a new version.)\n"
            + "1 file: 0 stored, 0 skipped, 1 failed\n", refused.Output);
        Assert.Equal(1, await site.RecordsAsync());
        Assert.Single(site.Site.UnitFolders());
        TestRun replaced = await site.IngestAsync(other, "--replace");
        Assert.Equal((0, "1 file: 1 stored, 0 skipped, 0 failed\n"), (replaced.ExitCode, replaced.Output));
        Assert.Equal(2, await site.RecordsAsync());
        Assert.Equal($"{text}\n", (await site.Site.RunAsync("show_info", ["-q", "key=TXT", "cli.obs[2014.03.01_00:00:00_TAI]"], cancel: Cancel)).Output);
        Assert.EndsWith("0 stored, 1 skipped, 0 failed\n", (await site.IngestAsync(other, "--replace")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_for_one_record_in_one_call_are_compared_as_well()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string first = site.Fits("in/1.fits");
        string same = site.Fits("in/2.fits");
        string other = site.Fits("in/3.fits", firstPixel: 7);
        TestRun run = await site.IngestAsync("in");
        Assert.Equal(
            $"skipped {same}: the same as {first}\n"
            + $"failed {other}: cli.obs[2014.03.01_00:00:00_TAI][1] was stored from {first}, which differs (--replace stores it as a new version.)\n"
            + "3 files: 1 stored, 1 skipped, 1 failed\n", run.Output);
    }

    [Fact]
    public async Task Other_values_beside_the_header_make_other_records()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string image = site.Fits("image.fits");
        await site.IngestAsync(image);
        TestRun second = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "image", "CAMERA=2", image], cancel: Cancel);
        Assert.Equal((0, "1 file: 1 stored, 0 skipped, 0 failed\n"), (second.ExitCode, second.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]   // a database that the original made
    public async Task What_other_commands_stored_is_compared_with_the_file_itself(bool remembers)
    {
        await using IngestSite site = await IngestSite.StartAsync();
        if (!remembers)
            await site.Site.Drms.ExecuteAsync($"drop table netdrms.source");
        string image = site.Fits("image.fits");
        TestRun made = await site.Site.RunAsync("set_info", ["-c", "ds=cli.obs", "T_REC=2014.03.01_00:00:00_TAI", "CAMERA=1", $"image={image}"], cancel: Cancel);
        Assert.True(made.ExitCode == 0, made.Error);
        TestRun same = await site.IngestAsync(image);
        Assert.Equal((0, $"skipped {image}: already stored\n1 file: 0 stored, 1 skipped, 0 failed\n"), (same.ExitCode, same.Output));
        TestRun other = await site.IngestAsync(site.Fits("image.fits", firstPixel: 3));
        Assert.Contains("differs from the stored cli.obs[2014.03.01_00:00:00_TAI][1]: segment image", other.Output, StringComparison.Ordinal);
        Assert.Equal(1, await site.RecordsAsync());
    }

    [Fact]
    public async Task A_generic_segment_keeps_a_file_as_it_is_with_its_header_as_keywords()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string image = site.Fits("image.fits", "as it is");
        string note = Path.Combine(site.Site.WorkFolder, "note.txt");
        await File.WriteAllTextAsync(note, "plain", Cancel);
        TestRun run = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "file", "CAMERA=1", image], cancel: Cancel);
        Assert.Equal((0, "1 file: 1 stored, 0 skipped, 0 failed\n", ""), (run.ExitCode, run.Output, run.Error));
        TestRun noted = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "file", "CAMERA=2", "T_REC=2014.03.02", note], cancel: Cancel);
        Assert.Equal((0, "1 file: 1 stored, 0 skipped, 0 failed\n"), (noted.ExitCode, noted.Output));
        TestRun shown = await site.Site.RunAsync("show_info", ["-q", "key=CAMERA,TXT", "seg=file", "cli.obs[]"], cancel: Cancel);
        Assert.Equal("1\tas it is\timage.fits\n2\tnone\tnote.txt\n", shown.Output);
        await site.Site.RunAsync("retrieve_file", ["ds=cli.obs[][1]", "segment=file", "out=back.fits"], cancel: Cancel);
        Assert.Equal(await File.ReadAllBytesAsync(image, Cancel), await File.ReadAllBytesAsync(Path.Combine(site.Site.WorkFolder, "back.fits"), Cancel));
        TestRun missing = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "file", "CAMERA=2", note], cancel: Cancel);
        Assert.StartsWith($"failed {note}: its header gives no value for T_REC (Give one for all files, T_REC=value, ", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_made_again_under_its_name_takes_its_files_again()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        string image = site.Fits("image.fits");
        await site.IngestAsync(image);
        Assert.Equal(0, (await site.Site.RunAsync("delete_series", ["cli.obs", "--yes"], cancel: Cancel)).ExitCode);
        Assert.Equal(0, await site.Site.Drms.ScalarAsync<long>($"select count(*) from netdrms.source"));
        await site.Site.RunAsync("create_series", [Testing.Golden.PathOf("jsd/cli_obs.jsd")], cancel: Cancel);
        Assert.Equal("1 file: 1 stored, 0 skipped, 0 failed\n", (await site.IngestAsync(image)).Output);
    }

    [Fact]
    public async Task A_file_that_does_not_fit_or_is_not_there_leaves_the_others_of_its_batch_alone()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        site.Fits("in/1.fits", time: "2014.03.01_00:00:45_TAI");
        string three = site.Fits("in/2.fits", time: "2014.03.01_00:01:30_TAI");
        byte[] content = await File.ReadAllBytesAsync(three, Cancel);
        content[(2 * 80) + 29] = (byte)'1';   // NAXIS = 1
        await File.WriteAllBytesAsync(three, content, Cancel);
        site.Fits("in/3.fits", time: "2014.03.01_00:02:15_TAI");
        string gone = Path.Combine(site.Site.WorkFolder, "gone.fits");
        TestRun run = await site.IngestAsync("in", gone);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"failed {three}: the array does not fit segment \"image\": it has 1 axes, the segment 2\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"failed {gone}: could not read it: there is no such file\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 files: 2 stored, 0 skipped, 2 failed\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, site.Site.UnitFolders().Count);
    }

    [Fact]
    public async Task The_series_must_be_named() =>
        Assert.Equal(2, (await TestRun.OfAsync("drms", ["ingest", "x.fits"], cancel: Cancel)).ExitCode);

    [Fact]
    public async Task Of_several_segments_one_must_be_named()
    {
        await using IngestSite site = await IngestSite.StartAsync();
        TestRun wrong = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "imag", "x.fits"], cancel: Cancel);
        Assert.Equal((1, "", "drms ingest: error: series \"cli.obs\" has no segment \"imag\" that takes files\n  hint: Name one with --segment: image, file.\n"), (wrong.ExitCode, wrong.Output, wrong.Error));
        TestRun unknown = await site.Site.RunAsync("drms", ["ingest", "--series", "cli.obz", "x.fits"], cancel: Cancel);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("series \"cli.obz\" does not exist", unknown.Error, StringComparison.Ordinal);
    }
}
