using System.Text.Json;

namespace NetDrms.Interop.Tests.Clients;

/// <summary>A site with the sample series of the Sun and one series of the recordings, for clients of the web.</summary>
public sealed class PublicSite : IAsyncLifetime
{
    private const string Registered = "user@example.com";

    public ProcessSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await ProcessSite.StartAsync();
        await Site.SucceedAsync("export", "users", "add", Registered);
        await Site.SucceedAsync("ns", "create", "gold");
        foreach (string name in (string[])["m_45s", "linked"])
            await Site.SucceedAsync("create_series", Golden.PathOf($"jsd/{name}.jsd"));
        string image = Path.Combine(Site.WorkFolder, "image.fits");
        await MakeImageAsync(image);
        foreach (int second in (int[])[45, 90, 135, 180])
        {
            string time = $"2014.03.01_00:{second / 60:00}:{second % 60:00}_TAI";
            await Site.SucceedAsync("set_info", "-c", "ds=gold.m_45s", $"T_REC={time}", "CAMERA=2", $"DATAMEAN={second}", "QUALITY=0", $"magnetogram={image}");
            await Site.SucceedAsync("set_info", "-c", "ds=gold.linked", $"NAME=obj{second}", $"MDATA=gold.m_45s[{time}][2]");
        }
        CommandRun filled = await CommandRun.OfAsync([ProcessSite.Built("../samples/NetDrms.Samples", "samples"), "--site", Site.Folder, "--size", "64"], Site.WorkFolder, Site.Environment);
        Assert.True(filled.ExitCode == 0, filled.Output + filled.Error);
    }

    private async Task MakeImageAsync(string path)
    {
        const string Script = "import sys, numpy; from astropy.io import fits; fits.PrimaryHDU(numpy.arange(10000, dtype='i2').reshape(100, 100)).writeto(sys.argv[1])";
        CommandRun made = await CommandRun.OfAsync(["/usr/bin/python3", "-c", Script, path], Site.WorkFolder);
        Assert.True(made.ExitCode == 0, made.Error);
    }

    /// <summary>Runs a script of Python's checks with Debian's Python, which has the clients.</summary>
    /// <returns>Name of the check and "ok", or what went wrong.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ChecksAsync(string script)
    {
        string path = Path.Combine(Golden.Repository, "tests", "NetDrms.Interop.Tests", "Clients", script);
        CommandRun run = await CommandRun.OfAsync(["/usr/bin/python3", path, Site.WebUrl, Site.WorkFolder], Site.WorkFolder, cancel: TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(run.Output)!;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
