using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The exposures of IRIS: two spectra and a slit-jaw picture every 50 s.</summary>
internal static class IrisSeries
{
    private const int Exposures = 6;   // of each detector in five minutes, spec 06 §14
    private const double Cadence = 50;
    private const int FirstSequence = 14082600;
    private const double SlitScale = 0.33;   // arcsec a pixel after binning
    private const double Pointing = 120;   // arcsec west and north

    private static readonly double s_first = Instant.Of("2014.01.01_00:00:20_UTC");

    /// <summary>The series.</summary>
    public static SampleSeries Level1 { get; } = new("iris.lev1", static size => Enumerable.Range(0, Exposures).SelectMany(i => new[]
    {
        Record(i, 0, seconds => MakeSpectrum(seconds, size, "FUV", Spectrograph.FarUltraviolet, width: 2 * size)),
        Record(i, 1, seconds => MakeSpectrum(seconds, size, "NUV", Spectrograph.NearUltraviolet, width: size)),
        Record(i, 2, seconds => MakeSlitJaw(seconds, size)),
    }));

    private static SampleRecord Record(int exposure, int detector, Func<double, RecordContent> make)
    {
        double seconds = s_first + (exposure * Cadence) + (0.25 * detector);
        return new SampleRecord(
            [("T_OBS", DrmsValue.OfTime(seconds)), ("FSN", DrmsValue.OfInteger(DrmsType.Int, FirstSequence + (3 * exposure) + detector))],
            () => make(seconds));
    }

    private static RecordContent MakeSpectrum(double seconds, int size, string detector, Spectrograph.Window window, int width)
    {
        int height = Math.Max(16, size / 2);
        RecordContent content = Common(seconds, detector, 8.0)
            .Add("CTYPE1", "WAVE").Add("CTYPE2", "HPLT-TAN").Add("CUNIT1", "angstrom").Add("CUNIT2", "arcsec")
            .Add("CRPIX1", 1.0).Add("CRVAL1", window.First).Add("CDELT1", (window.Last - window.First) / (width - 1))
            .Add("CRPIX2", (height + 1) / 2.0).Add("CRVAL2", Pointing).Add("CDELT2", SlitScale).Add("CROTA2", 0.0).Add("WAVELNTH", 0);
        return Finished(content, width, Spectrograph.Of(window, seconds, width, height));
    }

    private static RecordContent MakeSlitJaw(double seconds, int size)
    {
        int side = Math.Max(16, size / 2);
        double centre = ((side + 1) / 2.0) - (Pointing / SlitScale);
        DiskGeometry frame = new(ViewPoint.At(Platform.Earth, seconds), side, side, centre, centre, SlitScale, 0);
        float[] pixels = UltraViolet.Of(new Photosphere(new DiskGrid(frame)), 160, 1.2f);
        for (int row = 0; row < side; row++)
            pixels[(row * side) + (side / 2)] *= 0.15f;   // the slit
        RecordContent content = Common(seconds, "SJI", 4.0).AddFrame(frame).Add("WAVELNTH", 1330);
        return Finished(content, side, pixels);
    }

    private static RecordContent Common(double seconds, string detector, double exposure) => new RecordContent()
        .AddTime("DATE__OBS", seconds - (exposure / 2)).Add("TELESCOP", "IRIS").Add("INSTRUME", detector).Add("ORIGIN", "SDO").Add("IMG_PATH", detector == "SJI" ? "SJI_1330" : detector).Add("IMG_TYPE", "LIGHT")
        .Add("EXPTIME", exposure).Add("CAMERA", detector switch { "FUV" => 1, "NUV" => 2, _ => 3 }).Add("ISQOLTID", 400255).Add("SUMSPTRL", 2).Add("SUMSPAT", 2)
        .Add("QUALITY", 0).Add("QUALLEV0", 0).Add("LVL_NUM", 1.0).Add("BUNIT", "DN").Add("SLTPOSX", Pointing).Add("SLTPOSY", Pointing).Add("SAT_ROT", 0.0)
        .AddPlace(ViewPoint.At(Platform.Earth, seconds)).Add("OBS_VR", ViewPoint.At(Platform.Earth, seconds).RadialVelocity).AddHistory();

    private static RecordContent Finished(RecordContent content, int width, float[] pixels)
    {
        SegmentPicture picture = new SegmentPicture("image", width, pixels).Steps(0, 1);
        ImageStatistics.Of(picture.Pixels).AddTo(content);
        return content.Add(picture);
    }
}
