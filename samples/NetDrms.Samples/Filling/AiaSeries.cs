using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The series of AIA.</summary>
internal static class AiaSeries
{
    private const double Field = 4096 * 0.599489;   // arcsec of a side
    private const double NativeScale = 0.599489;
    private const int NativeSide = 1536;
    private const int SmallestNative = 200;   // smaller samples are for tests: no native pictures then
    private const double Roll = 0.019327;
    private const double StepSeconds = 12;
    private const int KnownSequence = 20781661;   // that of 2011.02.15_00:00:01 UTC
    private const double SecondsPerExposure = 1.33;
    private static readonly double s_known = Instant.Of("2011.02.15_00:00:01_UTC");

    private static readonly (int Wavelength, int Tube, string Filter, double Exposure)[] s_ultraViolet =
        [(1600, 3, "1600", 2.901), (1700, 3, "1700", 1.001), (4500, 3, "4500", 0.502)];

    /// <summary>Extreme ultraviolet on a grid of 12 s; a fortnight of them, one in six hours.</summary>
    public static SampleSeries Euv { get; } = new("aia.lev1_euv_12s", size =>
    [
        .. Channels(size, [171, 193, 304], TimeGrid.Slots(Film.First, Film.Last, 720, Film.EverySixHours)),
        .. Native(size, TimeGrid.Slots("2011.02.15_00:00:36_TAI", "2011.02.15_00:01:36_TAI", StepSeconds)),
        .. Channels(size, [171], TimeGrid.Slots("2015.10.17_04:34:00_TAI", "2015.10.17_04:35:12_TAI", StepSeconds)),
        .. Channels(size, [171], TimeGrid.Slots("2025.01.01_04:34:00_TAI", "2025.01.01_04:35:12_TAI", StepSeconds)),
        .. Channels(size, [94, 131, 171, 193, 211, 304, 335], TimeGrid.Slots("2020.01.01_01:01:12_TAI", "2020.01.01_01:01:12_TAI", StepSeconds)),
    ]);

    /// <summary>One picture of every channel.</summary>
    public static SampleSeries Level1 { get; } = new("aia.lev1", size =>
    [
        .. EuvChannel.All.Select((channel, i) => Level1Record(size, i, seconds => MakeEuv(channel, seconds, Full(seconds, size)))),
        .. s_ultraViolet.Select((channel, i) => Level1Record(size, EuvChannel.All.Count + i, seconds => MakeUltraViolet(channel, seconds, Full(seconds, size)))),
    ]);

    private static IEnumerable<SampleRecord> Channels(int size, int[] wavelengths, IEnumerable<double> slots) =>
        slots.SelectMany(slot => wavelengths.Select(wavelength => EuvRecord(slot, wavelength, seconds => Full(seconds, size))));

    // The middle of the disk in full resolution, for cut-outs as clients order them.
    private static IEnumerable<SampleRecord> Native(int size, IEnumerable<double> slots) => slots.Select(slot => EuvRecord(slot, 171, seconds => size < SmallestNative
        ? Full(seconds, size)
        : new DiskGeometry(ViewPoint.At(Platform.Sdo, seconds), NativeSide, NativeSide, ((NativeSide + 1) / 2.0) + (175 / NativeScale), ((NativeSide + 1) / 2.0) - (50 / NativeScale), NativeScale, Roll)));

    private static SampleRecord EuvRecord(double slot, int wavelength, Func<double, DiskGeometry> frame)
    {
        EuvChannel channel = EuvChannel.Of(wavelength);
        double observed = slot + (channel.Tube * 0.75) - 1;
        return new SampleRecord(
            [("T_REC", DrmsValue.OfTime(slot)), ("WAVELNTH", DrmsValue.OfInteger(DrmsType.Int, wavelength))],
            () => MakeEuv(channel, observed, frame(observed)).Add("FSN", SequenceAt(observed, wavelength)));
    }

    private static SampleRecord Level1Record(int size, int number, Func<double, RecordContent> make)
    {
        double observed = Instant.Of("2014.10.24_12:00:36_TAI") + (1.25 * number);
        return new SampleRecord(
            [("T_REC", DrmsValue.OfTime(observed)), ("FSN", DrmsValue.OfInteger(DrmsType.Int, SequenceAt(observed, number)))],
            () => make(observed));
    }

    private static DiskGeometry Full(double seconds, int size) => DiskGeometry.FullDisk(ViewPoint.At(Platform.Sdo, seconds), size, Field, Roll);

    // Numbers follow time; exposures of the same instant on several telescopes have neighbouring ones.
    private static int SequenceAt(double seconds, int wavelength) => KnownSequence + (8 * (int)((seconds - s_known) / (8 * SecondsPerExposure))) + (wavelength % 7);

    private static RecordContent MakeEuv(EuvChannel channel, double seconds, DiskGeometry frame)
    {
        float[] pixels = Corona.Of(new DiskGrid(frame), channel);
        RecordContent content = Common(seconds, frame, (channel.Wavelength, channel.Tube, channel.Filter, channel.Exposure)).Add("EFF_AREA", channel.Area);
        return Finished(content, frame, pixels);
    }

    private static RecordContent MakeUltraViolet((int Wavelength, int Tube, string Filter, double Exposure) channel, double seconds, DiskGeometry frame)
    {
        Photosphere sun = new(new DiskGrid(frame));
        float[] pixels = channel.Wavelength switch
        {
            1600 => UltraViolet.Of(sun, 110, 1.1f),
            1700 => UltraViolet.Of(sun, 1500, 0.7f),
            _ => UltraViolet.Of(sun, 9000, 0.03f),
        };
        return Finished(Common(seconds, frame, channel), frame, pixels);
    }

    private static RecordContent Common(double seconds, DiskGeometry frame, (int Wavelength, int Tube, string Filter, double Exposure) channel)
    {
        ViewPoint view = frame.View;
        Vector3 fromEarth = Orbits.Sdo(Instant.UniversalDay(seconds));
        return new RecordContent()
            .AddTime("T_OBS", seconds).AddTime("DATE__OBS", seconds - (channel.Exposure / 2)).Add("ORIGIN", "SDO/JSOC-SDP").Add("TELESCOP", "SDO/AIA").Add("INSTRUME", $"AIA_{channel.Tube}")
            .Add("CAMERA", channel.Tube).Add("WAVELNTH", channel.Wavelength).Add("WAVEUNIT", "angstrom").Add("WAVE_STR", channel.Filter).Add("IMG_TYPE", "LIGHT")
            .Add("EXPTIME", channel.Exposure + 0.000191).Add("EXPSDEV", 0.000132).Add("INT_TIME", channel.Exposure + 0.273).Add("QUALITY", 0).Add("QUALLEV0", 0).Add("LVL_NUM", 1.0)
            .Add("BUNIT", "DN").Add("PIXLUNIT", "DN").Add("DN_GAIN", 17.7).Add("NSPIKES", 0).Add("AECTYPE", 0).Add("PERCENTD", 100.0)
            .Add("ACS_MODE", "SCIENCE").Add("ACS_ECLP", "NO").Add("ACS_SUNP", "YES").Add("SAT_ROT", 0.0).Add("INST_ROT", frame.Roll).Add("IMSCL_MP", frame.Scale)
            .Add("X0_MP", frame.CentreX - 1).Add("Y0_MP", frame.CentreY - 1).Add("R_SUN", frame.RadiusPixels)
            .Add("HAEX_OBS", view.Position.X).Add("HAEY_OBS", view.Position.Y).Add("HAEZ_OBS", view.Position.Z).Add("HGLN_OBS", 0.0).Add("HGLT_OBS", view.Latitude)
            .Add("GAEX_OBS", fromEarth.X).Add("GAEY_OBS", fromEarth.Y).Add("GAEZ_OBS", fromEarth.Z)
            .AddFrame(frame).AddObserver(view).AddHistory();
    }

    private static RecordContent Finished(RecordContent content, DiskGeometry frame, float[] pixels)
    {
        SegmentPicture picture = new SegmentPicture("image", frame.Width, pixels).Steps(0, 1);
        ImageStatistics.Of(picture.Pixels).AddTo(content);
        return content.Add("NSATPIX", pixels.Count(static dn => dn >= 16383)).Add(picture);
    }
}
