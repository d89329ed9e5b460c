namespace NetDrms.Samples.Tests.Filling;

/// <summary>A site that the built program has filled with small pictures; one for all tests here.</summary>
public sealed class SampleSite : IAsyncLifetime
{
    /// <summary>Side of a full-disk picture.</summary>
    public const int Size = 96;

    public ProcessSite Site { get; private set; } = null!;

    /// <summary>What the first run printed.</summary>
    public string Report { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await ProcessSite.StartAsync();
        CommandRun run = await FillAsync("--size", $"{Size}");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Report = run.Output;
    }

    /// <summary>Runs the program on the site.</summary>
    public Task<CommandRun> FillAsync(params string[] words) =>
        CommandRun.OfAsync([ProcessSite.Built("../samples/NetDrms.Samples", "samples"), "--site", Site.Folder, .. words], Site.WorkFolder, Site.Environment, cancel: TestContext.Current.CancellationToken);

    /// <summary>Number of records that a query finds.</summary>
    public async Task<int> CountAsync(string query) => int.Parse((await Site.SucceedAsync("show_info", "-c", "-q", query)).Output, System.Globalization.CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
