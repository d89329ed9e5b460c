using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>The series <c>su_production.m_45s</c> of the web recordings: three records with an image on line, in the recorded storage units. golden/README.md.</summary>
internal static class ProductionUnits
{
    /// <summary>Bytes of a recorded unit.</summary>
    public const long Bytes = 45682;

    private const string Series = "su_production.m_45s";
    private const int FileBytes = 37490;

    /// <summary>The recorded units.</summary>
    public static IReadOnlyList<long> Sunums { get; } = [154, 204, 254];

    /// <summary>Makes the series in a site with the golden database.</summary>
    public static async Task MakeAsync(GoldenSite site, CancellationToken cancel)
    {
        string definition = Path.Combine(site.WorkFolder, "su_m_45s.jsd");
        string text = await File.ReadAllTextAsync(Testing.Golden.PathOf("jsd/m_45s.jsd"), cancel);
        await File.WriteAllTextAsync(definition, text.Replace("gold.m_45s", "su_production.m_45s", StringComparison.Ordinal), cancel);
        TestRun made = await site.RunAsync("create_series", [definition], cancel: cancel);
        Assert.True(made.ExitCode == 0, made.Error);
        await PutAsync(site, new Sunum(1), Series, cancel);   // of an earlier recording; no record has it
        for (int i = 0; i < Sunums.Count; i++)
        {
            await PutAsync(site, new Sunum(Sunums[i]), Series, cancel);
            string[] words =
            [
                "-c", "ds=su_production.m_45s", $"T_REC=2014.03.01_00:0{i + 1}:00_TAI", "CAMERA=2", "DATE=2014-03-05T17:58:38Z", "DATE__OBS=2014-03-01T00:00:27.90Z",
                "T_OBS=2014.03.01_00:01:25.00_TAI", $"DATAMEAN={i + 1}.5", "DATARMS=7887.5", "QUALITY=0", "CONTENT=CONTINUUM INTENSITY", "CHARK=45", "CRVAL1=2.480641",
            ];
            TestRun set = await site.RunAsync("set_info", words, cancel: cancel);
            Assert.True(set.ExitCode == 0, set.Error);
            await site.Drms.ExecuteAsync($"""
                update su_production.m_45s set sunum = {Sunums[i]}, slotnum = 0, sg_000_file = 'magnetogram.fits', magnetogram_bscale = 1 where recnum = {i + 1L}
                """);
        }
    }

    /// <summary>Makes a unit: the daemon gives it the number that is wanted, in the partition that it likes.</summary>
    public static async Task PutAsync(GoldenSite site, Sunum sunum, string series, CancellationToken cancel)
    {
        await using SumsClient client = await SumsClient.OpenAsync(SumsAddress.Tcp("127.0.0.1", site.SumsPort), cancel);
        AllocatedUnit unit = await client.AllocAsync(Bytes, 0, sunum, keep: false, cancel);
        string folder = Directory.CreateDirectory(Path.Combine(unit.Path, "S00000")).FullName;
        byte[] file = new byte[FileBytes];
        "SIMPLE  =                    T"u8.CopyTo(file);
        await File.WriteAllBytesAsync(Path.Combine(folder, "magnetogram.fits"), file, cancel);
        await client.PutAsync([unit], series, 10, ArchiveType.TemporaryNoArchive, cancel);
        await client.CloseAsync(cancel);
        // how large folders are depends on the file system
        await site.Sums.ExecuteAsync($"update sum_main set bytes = {Bytes} where ds_index = {sunum.Value}");
    }
}
