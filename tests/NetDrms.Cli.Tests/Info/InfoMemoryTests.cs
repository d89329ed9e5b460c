using System.Globalization;
using System.Text.Json;
using NetDrms.Cli.Tests.Golden;

namespace NetDrms.Cli.Tests.Info;

/// <summary>rs_list turns any number of rows into columns in bounded memory.</summary>
public sealed class InfoMemoryTests : IClassFixture<LoadedSite>
{
    private const int HeapLimit = 48 * 1024 * 1024;
    private const int Repeats = 4;

    private static int Records => Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1" ? 1_000_000 : 300_000;

    private readonly GoldenSite _site;

    public InfoMemoryTests(LoadedSite loaded) => _site = loaded.Site;

    [Fact]
    public async Task An_answer_far_longer_than_the_heap_is_whole()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await LongSeries.MakeAsync(_site, "long", Records);
        string answer = Path.Combine(_site.WorkFolder, "answer.json");
        Dictionary<string, string?> environment = _site.Environment.ToDictionary(e => e.Key, e => (string?)e.Value);
        environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("x", CultureInfo.InvariantCulture);   // the runtime reads it as hexadecimal
        environment["DOTNET_gcServer"] = "0";
        string[] keys = [.. Enumerable.Repeat("N,T,V,F,TXT,*recnum*,*spec*", Repeats)];
        CommandRun run = await CommandRun.OfAsync(
            ["/bin/sh", "-c", "exec \"$0\" jsoc-info -s op=rs_list 'ds=gold.long[]' key=\"$1\" R=1 > \"$2\"", ProcessSite.Drms, string.Join(',', keys), answer], _site.WorkFolder, environment, cancel: cancel);
        Assert.True(run.ExitCode == 0, run.Error);
        long bytes = new FileInfo(answer).Length;
        Assert.True(bytes > 3 * HeapLimit / 2, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes prove nothing"));
        await using FileStream file = File.OpenRead(answer);
        using JsonDocument document = await JsonDocument.ParseAsync(file, cancellationToken: cancel);
        JsonElement root = document.RootElement;
        Assert.Equal((Records, 0), (root.GetProperty("count").GetInt32(), root.GetProperty("status").GetInt32()));
        Assert.Equal(Records, root.GetProperty("recinfo").GetArrayLength());
        JsonElement[] columns = [.. root.GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("values"))];
        Assert.Equal(7 * Repeats, columns.Length);
        Assert.All(columns, column => Assert.Equal(Records, column.GetArrayLength()));
        int row = 0;
        foreach (JsonElement value in columns[0].EnumerateArray())
            Assert.True(value.ValueEquals((++row).ToString(CultureInfo.InvariantCulture)), $"row {row}: {value}");
        Assert.Equal($"text/{Records}", columns[^3][Records - 1].GetString());
    }
}
