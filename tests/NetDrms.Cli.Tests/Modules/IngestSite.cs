using System.Text;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using Npgsql;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>A site with series cli.obs, and small FITS files to store in it.</summary>
internal sealed class IngestSite : IAsyncDisposable
{
    private const int HeaderBytes = 2880;

    private IngestSite(GoldenSite site) => Site = site;

    public GoldenSite Site { get; }

    public static async Task<IngestSite> StartAsync()
    {
        GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await site.Drms.SuperuserSource.OpenConnectionAsync())
            await Database.Schema.NamespaceSchema.CreateAsync(connection, "cli", Database.Schema.NamespaceGroup.User, TestCluster.ProductionUser, CancellationToken.None);
        foreach (string name in (string[])["cli_target", "cli_obs"])
            Assert.Equal("", (await site.RunAsync("create_series", [Testing.Golden.PathOf($"jsd/{name}.jsd")])).Error);
        return new IngestSite(site);
    }

    /// <summary>Ingests paths into cli.obs; every record is of camera 1 unless a value says otherwise.</summary>
    public Task<TestRun> IngestAsync(params string[] words) =>
        Site.RunAsync("drms", ["ingest", "--series", "cli.obs", "--segment", "image", "CAMERA=1", .. words], cancel: TestContext.Current.CancellationToken);

    /// <summary>Writes a FITS file of 16 × 8 shorts whose header has a text and, as wanted, a time for T_REC.</summary>
    public string Fits(string name, string text = "from header", int firstPixel = 1, string? time = "2014.03.01_00:00:00_TAI")
    {
        List<string> cards =
        [
            "SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   =                    2", "NAXIS1  =                   16", "NAXIS2  =                    8",
            $"TXT     = '{text}'",
        ];
        if (time is not null)
            cards.Add($"T_REC   = '{time}'");
        cards.Add("END");
        byte[] file = new byte[2 * HeaderBytes];
        Encoding.ASCII.GetBytes(string.Concat(cards.Select(card => card.PadRight(80))).PadRight(HeaderBytes)).CopyTo(file, 0);
        for (int i = 0; i < 128; i++)
            (file[HeaderBytes + (2 * i)], file[HeaderBytes + (2 * i) + 1]) = ((byte)((firstPixel + i) >> 8), (byte)(firstPixel + i));
        string path = Path.Combine(Site.WorkFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>Rows of cli.obs, all versions.</summary>
    public async Task<long> RecordsAsync() => await Site.Drms.ScalarAsync<long>($"select count(*) from cli.obs");

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
