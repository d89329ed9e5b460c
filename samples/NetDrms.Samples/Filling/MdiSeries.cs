using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The full-disk series of MDI on SOHO, in the maximum of cycle 23.</summary>
internal static class MdiSeries
{
    private const double Field = 1024 * 1.98;   // arcsec of a side
    private const double Minute = 60;

    /// <summary>A quarter of an hour of Dopplergrams.</summary>
    public static SampleSeries Velocity { get; } = new("mdi.fd_V", size =>
        Records("2001.03.29_12:00_TAI", "2001.03.29_12:15_TAI", every: 1, seconds => Make(seconds, size, "VELOCITY", "m/s", 0.5, static sun => Dopplergram.Of(sun, 25))));

    /// <summary>A fortnight of magnetograms, one a day.</summary>
    public static SampleSeries Magnetograms { get; } = new("mdi.fd_M_lev182", size =>
        Records("2001.03.22_12:00_TAI", "2001.04.04_12:00_TAI", every: 1440, seconds => Make(seconds, size, "MAGNETOGRAM", "Gauss", 0.1, static sun => Magnetogram.Of(sun, 16))));

    private static IEnumerable<SampleRecord> Records(string first, string last, int every, Func<double, RecordContent> make) =>
        TimeGrid.Slots(first, last, Minute, every).Select(slot => new SampleRecord([("T_REC", DrmsValue.OfTime(slot))], () => make(slot)));

    private static RecordContent Make(double slot, int size, string observable, string unit, double step, Func<Photosphere, float[]> look)
    {
        DiskGeometry frame = DiskGeometry.FullDisk(ViewPoint.At(Platform.Soho, slot), size, Field, 0);
        ViewPoint view = frame.View;
        SegmentPicture picture = new SegmentPicture("data", size, look(new Photosphere(new DiskGrid(frame)))).Steps(0, step);
        RecordContent content = new RecordContent()
            .AddTime("T_OBS", slot).AddTime("DATE__OBS", slot - (Minute / 2)).Add("TELESCOP", "SOHO").Add("INSTRUME", "MDI").Add("ORIGIN", "SOI Science Support Center").Add("DPC_OBSR", "FD_" + observable)
            .Add("CONTENT", observable).Add("QUALITY", 0).Add("BUNIT", unit).Add("INTERVAL", Minute)
            .Add("X0", frame.CentreX - 1).Add("Y0", frame.CentreY - 1).Add("R_SUN", frame.RadiusPixels).Add("IM_SCALE", frame.Scale)
            .Add("SOLAR_P0", 0.0).Add("SOLAR_B0", view.Latitude).Add("SOLAR_L0", view.CarringtonLongitude).Add("OBS_DIST", view.Distance / Orbits.AstronomicalUnit)
            .AddFrame(frame).AddObserver(view).AddHistory();
        ImageStatistics.Of(picture.Pixels).AddTo(content);
        return content.Add(picture);
    }
}
