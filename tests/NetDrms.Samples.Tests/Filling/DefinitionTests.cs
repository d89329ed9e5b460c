using NetDrms.Model.Series;
using NetDrms.Samples.Filling;

namespace NetDrms.Samples.Tests.Filling;

public class DefinitionTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Golden.Repository, "samples", "series"), "*.jsd").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_definition_reads_without_error_or_warning(string file)
    {
        string text = File.ReadAllText(Path.Combine(Golden.Repository, "samples", "series", file));
        DefinitionReading reading = DefinitionReader.Read(text, new DefinitionOptions { File = file });
        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Warnings);
    }

    [Theory]   // spec 06 §14, and what the public series are called
    [InlineData("hmi.V_45s", "T_REC,CAMERA", "Dopplergram")]
    [InlineData("hmi.M_45s", "T_REC,CAMERA", "magnetogram")]
    [InlineData("hmi.Ic_45s", "T_REC,CAMERA", "continuum")]
    [InlineData("hmi.M_720s", "T_REC,CAMERA", "magnetogram")]
    [InlineData("hmi.Ic_720s", "T_REC,CAMERA", "continuum")]
    [InlineData("hmi.B_720s", "T_REC", "field,inclination,azimuth,disambig")]
    [InlineData("hmi.sharp_720s", "HARPNUM,T_REC", "magnetogram,continuum")]
    [InlineData("hmi.sharp_cea_720s", "HARPNUM,T_REC", "magnetogram,Bp,Bt,Br")]
    [InlineData("hmi.V_sht_2drls", "T_START,NDT,LMIN,LMAX,NACOEFF", "split,rot,err")]
    [InlineData("aia.lev1", "T_REC,FSN", "image")]
    [InlineData("aia.lev1_euv_12s", "T_REC,WAVELNTH", "image")]
    [InlineData("aia.response", "T_START,WAVE_STR", "table")]
    [InlineData("iris.lev1", "T_OBS,FSN", "image")]
    [InlineData("mdi.fd_V", "T_REC", "data")]
    [InlineData("mdi.fd_M_lev182", "T_REC", "data")]
    public void A_series_has_the_keys_and_segments_of_the_public_one(string name, string keys, string segments)
    {
        SeriesDefinition series = SampleDefinitions.Read(name);
        Assert.Equal(keys.Split(','), series.PrimeKeys.Select(key => series.External(key).Name));
        Assert.Subset(series.Segments.Select(static s => s.Name).ToHashSet(), segments.Split(',').ToHashSet());
    }

    [Fact]   // sunpy's tests rely on it
    public void Magnetograms_have_no_exposure_time() => Assert.False(SampleDefinitions.Read("hmi.M_45s").TryGetKeyword("EXPTIME", out _));
}
