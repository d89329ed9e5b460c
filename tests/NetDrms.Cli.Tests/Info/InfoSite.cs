using System.Buffers.Binary;
using System.Text;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Database.Schema;
using Npgsql;

namespace NetDrms.Cli.Tests.Info;

/// <summary>The state in which web_more.jsonl was recorded: the records of load.jsonl, and su_production.m_45s with three images on line.</summary>
public sealed class InfoSite : IAsyncLifetime
{
    private static readonly long[] s_recordedUnits = [154, 204, 254];

    private GoldenSite? _site;

    internal GoldenSite Site => _site!;

    /// <summary>Our units in the order of the recorded ones.</summary>
    public IReadOnlyList<(long Recorded, long Ours, string Folder)> Units { get; private set; } = [];

    /// <summary>The day until which the images are kept, as answers say it.</summary>
    public string KeptUntil { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        _site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await Site.Drms.SuperuserSource.OpenConnectionAsync(cancel))
        {
            foreach (string name in (string[])["gold"])
                await NamespaceSchema.CreateAsync(connection, name, NamespaceGroup.System, TestCluster.ProductionUser, CancellationToken.None);
        }
        foreach (string name in (string[])["m_45s", "lev1", "carr", "ts", "linked"])
            await CreateAsync(name, name, cancel);
        foreach (GoldenRow row in GoldenRow.All("load.jsonl"))
            await RunAsync(row.Module, row.Args[1..]);
        // The original's command line took the quotes of the one text that has some.
        await Site.ExecuteAsync("update gold.m_45s set content = 'MAGNETO GRAM, ' where content like 'MAGNETO GRAM%'");
        await MakeImagesAsync(cancel);
    }

    // The original made of a missing char the code of its first character, '-' (spec 02 §4.5); here it is said.
    private async Task CreateAsync(string name, string series, CancellationToken cancel)
    {
        string definition = Path.Combine(Site.WorkFolder, "series.jsd");
        string text = await File.ReadAllTextAsync(Testing.Golden.PathOf($"jsd/{name}.jsd"), cancel);
        if (series != name)
            text = text.Replace($"gold.{name}", series, StringComparison.Ordinal);
        await File.WriteAllTextAsync(definition, text.Replace("CHARK, char, variable, record, DRMS_MISSING_VALUE", "CHARK, char, variable, record, 45", StringComparison.Ordinal), cancel);
        await RunAsync("create_series", definition);
    }

    // The values are those of the recorded answers, at full precision.
    private async Task MakeImagesAsync(CancellationToken cancel)
    {
        await CreateAsync("m_45s", "su_production.m_45s", cancel);
        string image = Path.Combine(Site.WorkFolder, "image.fits");
        await File.WriteAllBytesAsync(image, Image(), cancel);
        for (int i = 1; i <= 3; i++)
        {
            await RunAsync("set_info", "-c", "ds=su_production.m_45s", $"T_REC=2014.03.01_00:0{i}:00_TAI", "CAMERA=2", "DATE=2014-03-05T17:58:38Z", "DATE__OBS=2014-03-01T00:00:27.90Z",
                "T_OBS=2014.03.01_00:01:25.00_TAI", $"DATAMEAN={i}.5", "DATARMS=7887.50049", "QUALITY=0", "CONTENT=CONTINUUM INTENSITY", "CRVAL1=2.4806411266326904",
                $"magnetogram={image}");
        }
        List<(long, long, string)> units = [];
        foreach ((long unit, int i) in (await Site.UnitsAsync()).TakeLast(3).Select((u, i) => (u, i)))
            units.Add((s_recordedUnits[i], unit, (await Site.Sums.ScalarAsync<string>($"select online_loc from sum_main where ds_index = {unit}"))!));
        Units = units;
        string date = (await Site.Sums.ScalarAsync<string>($"select effective_date from sum_partn_alloc where ds_index = {units[0].Item2}"))!;
        KeptUntil = $"{date[..4]}.{date[4..6]}.{date[6..8]}";
    }

    // 100 x 100 pixels of 32 bits.
    private static byte[] Image()
    {
        string[] cards = ["SIMPLE  =                    T", "BITPIX  =                   32", "NAXIS   =                    2", "NAXIS1  =                  100", "NAXIS2  =                  100", "END"];
        byte[] file = new byte[2880 + 40_320];
        Encoding.ASCII.GetBytes(string.Concat(cards.Select(c => c.PadRight(80))).PadRight(2880), file);
        for (int i = 0; i < 10_000; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(2880 + (4 * i)), i % 997);
        return file;
    }

    internal async Task<TestRun> RunAsync(string program, params string[] words)
    {
        TestRun run = await Site.RunAsync(program, words);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', words)}: {run.Error}");
        return run;
    }

    public ValueTask DisposeAsync() => _site is null ? ValueTask.CompletedTask : _site.DisposeAsync();
}
