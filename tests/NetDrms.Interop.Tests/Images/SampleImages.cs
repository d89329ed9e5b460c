using System.Text.RegularExpressions;

namespace NetDrms.Interop.Tests.Images;

/// <summary>A site that holds the solar images of Debian's python3-sunpy in the sample series; one for all tests here.</summary>
public sealed partial class SampleImages : IAsyncLifetime
{
    /// <summary>The files and the series that takes them.</summary>
    public static IReadOnlyList<(string Series, string File)> Files { get; } =
    [
        ("demo.aia_lev1", "aia_171_level1.fits"),
        ("demo.eit", "EIT/efz20040301.000010_s.fits"),
        ("demo.eit", "EIT/efz20040301.010016_s.fits"),
        ("demo.eve_esp", "eve_l1_esp_2011046_00_truncated.fits"),
        ("demo.hmi_ic_45s", "resampled_hmi.fits"),
    ];

    public ProcessSite Site { get; private set; } = null!;

    public static string PathOf(string file) => Path.Combine("/usr/lib/python3/dist-packages/sunpy/data/test", file);

    public async ValueTask InitializeAsync()
    {
        Site = await ProcessSite.StartAsync();
        foreach (string series in Files.Select(static f => f.Series).Distinct())
            await Site.SucceedAsync("create_series", DefinitionOf(series));
        foreach (IGrouping<string, string> files in Files.GroupBy(f => f.Series, f => PathOf(f.File)))
            await Site.SucceedAsync(["ingest", "--series", files.Key, .. files]);
    }

    /// <summary>The keywords of a series and their types, from its definition.</summary>
    public static IReadOnlyDictionary<string, string> KeywordsOf(string series)
    {
        string definition = File.ReadAllText(DefinitionOf(series));
        return KeywordLine().Matches(definition).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    private static string DefinitionOf(string series) => Path.Combine(Golden.Repository, "samples", "series", series["demo.".Length..] + ".jsd");

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    [GeneratedRegex(@"(?m)^Keyword:\s*(\w+),\s*(\w+),")]
    private static partial Regex KeywordLine();
}
