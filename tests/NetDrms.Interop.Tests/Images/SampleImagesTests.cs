using System.Text.Json;

namespace NetDrms.Interop.Tests.Images;

/// <summary>Real images go in and come out unharmed, as the field's own programs see them.</summary>
public sealed class SampleImagesTests(SampleImages images) : IClassFixture<SampleImages>
{
    private static readonly string s_script = Path.Combine(Golden.Repository, "tests", "NetDrms.Interop.Tests", "Images", "compare_images.py");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("demo.aia_lev1[2011.02.15/1d]", 1)]
    [InlineData("demo.aia_lev1[][171]", 1)]
    [InlineData("demo.aia_lev1[][193]", 0)]
    [InlineData("demo.hmi_ic_45s[2014.03.01_00:01:30_TAI][2]", 1)]
    [InlineData("demo.hmi_ic_45s[2014.03.01_00:02:15_TAI]", 0)]
    [InlineData("demo.eit[2004.03.01/1h]", 1)]
    [InlineData("demo.eit[2004.03.01/1d][171,195]", 2)]
    [InlineData("demo.eit[? EXPTIME > 10 and SCI_OBJ like 'CME%' ?]", 1)]
    [InlineData("demo.eve_esp[2011.02.15/1d]", 1)]
    public async Task Records_are_found_again(string set, int count) =>
        Assert.Equal($"{count}\n", (await images.Site.SucceedAsync("show_info", "-c", "-q", set)).Output);

    [Fact]
    public async Task Astropy_finds_the_same_pixels_and_keywords_as_in_the_sources()
    {
        List<object> list = [];
        foreach ((string series, string file) in SampleImages.Files)
        {
            (string path, Dictionary<string, string> keywords) = await RecordOfAsync(series, file);
            bool isTable = series == "demo.eve_esp";
            string retrieved = Path.Combine(images.Site.WorkFolder, $"retrieved-{Path.GetFileName(file)}");
            await images.Site.SucceedAsync("retrieve_file", $"ds={keywords["query"]}", $"out={retrieved}", "-f");
            IReadOnlyDictionary<string, string> types = SampleImages.KeywordsOf(series);
            Assert.Equal(types.Keys.Order(), keywords.Keys.Where(name => name != "query").Order());
            list.Add(new
            {
                source = SampleImages.PathOf(file),
                unit = isTable ? 1 : 0,
                copies = isTable ? [] : new[] { path, retrieved },
                keywords = types.ToDictionary(t => t.Key, t => new[] { t.Value, keywords[t.Key] }),
            });
            if (isTable)
                Assert.Equal(await File.ReadAllBytesAsync(SampleImages.PathOf(file), Cancel), await File.ReadAllBytesAsync(retrieved, Cancel));
        }
        string input = Path.Combine(images.Site.WorkFolder, "list.json");
        await File.WriteAllTextAsync(input, JsonSerializer.Serialize(list), Cancel);
        CommandRun compared = await CommandRun.OfAsync(["/usr/bin/python3", s_script, input], images.Site.WorkFolder, cancel: Cancel);
        Assert.True(compared.ExitCode == 0, compared.Error);
        JsonElement result = JsonDocument.Parse(compared.Output).RootElement;
        Assert.Empty(result.GetProperty("problems").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(2 * ((3 * 128 * 128) + (100 * 100)), result.GetProperty("pixels").GetInt32());
        Assert.Empty(result.GetProperty("absent").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task Fitsverify_finds_no_error_in_the_storage_units_and_in_retrieved_files()
    {
        string folder = Directory.CreateDirectory(Path.Combine(images.Site.WorkFolder, "verify")).FullName;
        foreach (string series in SampleImages.Files.Select(f => f.Series).Distinct())
            await images.Site.SucceedAsync("retrieve_file", $"ds={series}[]", $"out={Directory.CreateDirectory(Path.Combine(folder, series)).FullName}");
        string[] stored = [.. images.Site.UnitFolders().SelectMany(unit => Directory.EnumerateFiles(unit, "*.fits", SearchOption.AllDirectories))];
        string[] retrieved = Directory.GetFiles(folder, "*.fits*", SearchOption.AllDirectories);
        Assert.Equal(SampleImages.Files.Count, stored.Length);
        Assert.Equal(SampleImages.Files.Count, retrieved.Length);
        CommandRun verified = await CommandRun.OfAsync(["fitsverify", "-e", "-q", .. stored, .. retrieved], images.Site.WorkFolder, cancel: Cancel);
        Assert.Equal(0, verified.ExitCode);
        string[] lines = verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(stored.Length + retrieved.Length, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("verification OK", line));
    }

    [Fact]
    public async Task A_second_ingest_stores_nothing()
    {
        foreach (IGrouping<string, string> files in SampleImages.Files.GroupBy(f => f.Series, f => SampleImages.PathOf(f.File)))
        {
            CommandRun again = await images.Site.SucceedAsync(["ingest", "--series", files.Key, .. files]);
            Assert.EndsWith($": 0 stored, {files.Count()} skipped, 0 failed\n", again.Output, StringComparison.Ordinal);
        }
        Assert.Equal(SampleImages.Files.Count, images.Site.UnitFolders().Sum(unit => Directory.EnumerateFiles(unit, "*.fits", SearchOption.AllDirectories).Count()));
    }

    // The record that was made of a file: where its own file is, and every keyword in full precision, "query" among them.
    private async Task<(string Path, Dictionary<string, string> Keywords)> RecordOfAsync(string series, string file)
    {
        string condition = series == "demo.eit" ? $"{series}[? FILENAME = '{Path.GetFileName(file).Replace("_s.fits", "", StringComparison.Ordinal)}' ?]" : $"{series}[]";
        string[] lines = (await images.Site.SucceedAsync("show_info", "-k", "-a", "-M", "-q", condition)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> keywords = lines.Where(line => !line.StartsWith('#')).Select(line => line.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        keywords["query"] = lines[0].TrimStart('#', ' ');
        string path = (await images.Site.SucceedAsync("show_info", "-q", "-P", "-A", condition)).Output.TrimEnd('\n');
        return (path, keywords);
    }
}
