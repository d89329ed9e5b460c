using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The full-disk series of HMI: Dopplergrams, magnetograms, continuum.</summary>
internal static class HmiSeries
{
    private const double LightSpeed = 299792458;
    private const double Field = 4096 * 0.504305;   // arcsec of a side
    private const double Roll = 179.929779;   // HMI's pictures are upside down
    private const double IntensityOfCentre = 60000;   // DN/s
    private const double BothCamerasSince = 1239580835;   // 2016.04.13_19:13_TAI

    /// <summary>Dopplergrams every 45 s.</summary>
    public static SampleSeries Velocity { get; } = new("hmi.V_45s", size =>
        Records(45, size, MakeVelocity,
            TimeGrid.Slots("2013.07.03_08:42_TAI", "2013.07.03_08:46_TAI", 45),
            TimeGrid.Slots("2014.01.01_00:00:35_TAI", "2014.01.01_01:00:35_TAI", 45)));

    /// <summary>Magnetograms every 45 s.</summary>
    public static SampleSeries Field45 { get; } = new("hmi.M_45s", size =>
        Records(45, size, MakeField(10),
            TimeGrid.Slots("2012.01.01_01:00_TAI", "2012.01.01_01:03_TAI", 45),
            TimeGrid.Slots("2014.01.01_01:00_TAI", "2014.01.01_01:03_TAI", 45),
            TimeGrid.Slots("2020.01.01_00:00_TAI", "2020.01.01_00:03_TAI", 45),
            TimeGrid.Slots("2020.01.01_01:00_TAI", "2020.01.01_01:03_TAI", 45)));

    /// <summary>Continuum every 45 s.</summary>
    public static SampleSeries Continuum45 { get; } = new("hmi.Ic_45s", size =>
        Records(45, size, MakeContinuum,
            TimeGrid.Slots("2013.07.03_08:42_TAI", "2013.07.03_08:46_TAI", 45),
            TimeGrid.Slots("2014.10.24_12:00_TAI", "2014.10.24_12:06_TAI", 45)));

    /// <summary>Magnetograms every 720 s; a fortnight of them, one in six hours.</summary>
    public static SampleSeries Field720 { get; } = new("hmi.M_720s", size =>
        Records(720, size, MakeField(6),
            TimeGrid.Slots("2011.04.14_00:30:00_TAI", "2011.04.14_06:30:00_TAI", 720),
            TimeGrid.Slots("2013.07.03_08:42_TAI", "2013.07.03_09:22_TAI", 720),
            TimeGrid.Slots(Film.First, Film.Last, 720, Film.EverySixHours),
            TimeGrid.Slots("2020.10.17_22:12:00_TAI", "2020.10.17_22:36_TAI", 720)));

    /// <summary>Continuum every 720 s; a fortnight of them, one in six hours.</summary>
    public static SampleSeries Continuum720 { get; } = new("hmi.Ic_720s", size =>
        Records(720, size, MakeContinuum, TimeGrid.Slots(Film.First, Film.Last, 720, Film.EverySixHours)));

    /// <summary>Camera of a record: 2 every 45 s; 1 every 720 s, 3 since both cameras are combined.</summary>
    public static int CameraOf(double step, double seconds) => step < 100 ? 2 : seconds < BothCamerasSince ? 1 : 3;

    /// <summary>When light left the Sun that a slot stands for, so that slots are equidistant on the Sun: T_OBS.</summary>
    public static double ObservedAt(double slot) => slot + ((ViewPoint.At(Platform.Sdo, slot).Distance - Orbits.AstronomicalUnit) / LightSpeed);

    /// <summary>The frame of a picture.</summary>
    public static DiskGeometry FrameAt(double observed, int size) => DiskGeometry.FullDisk(ViewPoint.At(Platform.Sdo, observed), size, Field, Roll);

    /// <summary>Keywords of all HMI records.</summary>
    public static RecordContent Common(double slot, double step, DiskGeometry frame, string content, string unit)
    {
        double observed = frame.View.Seconds;
        int camera = CameraOf(step, slot);
        return new RecordContent()
            .AddTime("T_OBS", observed).AddTime("DATE__OBS", observed - (step / 2)).Add("TELESCOP", "SDO/HMI")
            .Add("INSTRUME", camera switch { 1 => "HMI_SIDE1", 2 => "HMI_FRONT2", _ => "HMI_COMBINED" })
            .Add("WAVELNTH", 6173.0).Add("CONTENT", content).Add("BUNIT", unit).Add("ORIGIN", "SDO/JSOC-SDP").Add("QUALITY", 0).Add("QUALLEV1", 0)
            .Add("CADENCE", step).Add("DATASIGN", 1).Add("HFLID", 1021).Add("HCFTID", 11).Add("QLOOK", 0).Add("TINTNUM", 72.0).Add("SINTNUM", 10.0).Add("BLD_VERS", "samples")
            .AddFrame(frame).AddObserver(frame.View).AddHistory();
    }

    private static IEnumerable<SampleRecord> Records(double step, int size, Func<double, double, int, RecordContent> make, params IEnumerable<double>[] slots) =>
        slots.SelectMany(static range => range).Select(slot => new SampleRecord(
            [("T_REC", DrmsValue.OfTime(slot)), ("CAMERA", DrmsValue.OfInteger(DrmsType.Int, CameraOf(step, slot)))],
            () => make(slot, step, size)));

    private static RecordContent MakeVelocity(double slot, double step, int size)
    {
        DiskGeometry frame = FrameAt(ObservedAt(slot), size);
        SegmentPicture picture = new SegmentPicture("Dopplergram", size, Dopplergram.Of(new Photosphere(new DiskGrid(frame)), noise: 18)).Steps(0, 0.5);
        return Finished(Common(slot, step, frame, "DOPPLERGRAM", "m/s"), picture);
    }

    private static Func<double, double, int, RecordContent> MakeField(float noise) => (slot, step, size) =>
    {
        DiskGeometry frame = FrameAt(ObservedAt(slot), size);
        SegmentPicture picture = new SegmentPicture("magnetogram", size, Magnetogram.Of(new Photosphere(new DiskGrid(frame)), noise)).Steps(0, 0.1);
        return Finished(Common(slot, step, frame, "MAGNETOGRAM", "Gauss"), picture);
    };

    private static RecordContent MakeContinuum(double slot, double step, int size)
    {
        DiskGeometry frame = FrameAt(ObservedAt(slot), size);
        float[] pixels = Continuum.Of(new Photosphere(new DiskGrid(frame)));
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] *= (float)IntensityOfCentre;
        return Finished(Common(slot, step, frame, "CONTINUUM INTENSITY", "DN/s"), new SegmentPicture("continuum", size, pixels).Steps(98304, 3));
    }

    private static RecordContent Finished(RecordContent content, SegmentPicture picture)
    {
        ImageStatistics.Of(picture.Pixels).AddTo(content);
        return content.Add(picture);
    }
}
