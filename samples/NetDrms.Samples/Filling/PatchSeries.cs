using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The active region patches of HMI: one region followed across the disk, one in the frame of the detector.</summary>
internal static class PatchSeries
{
    private const double Step = 720;
    private const int RecordsOfPassage = 1336;   // spec 06 §14
    private const int RecordsPerPicture = 60;   // a picture in twelve hours
    private const double MapStep = 0.12;   // degrees a pixel
    private const int MapWidth = 140;
    private const int MapHeight = 80;
    private const double PatchScale = 1.0086;   // arcsec a pixel
    private const double IntensityOfCentre = 60000;
    private const double Degree = Math.PI / 180;

    /// <summary>Patch 4864 as SDO sees it.</summary>
    public static SampleSeries Detector { get; } = new("hmi.sharp_720s", size =>
        TimeGrid.Slots("2014.11.29_23:00_TAI", "2014.11.30_01:00_TAI", Step).Select(slot => Record(4864, slot, () => MakeDetector(new RegionPatch(4864, 12222), slot, size))));

    /// <summary>Patch 3604 on a map, for its whole passage.</summary>
    public static SampleSeries Map { get; } = new("hmi.sharp_cea_720s", size => Passage().Select((slot, i) =>
        Record(3604, slot, () => MakeMap(new RegionPatch(3604, 11950), slot, size, hasPictures: i % RecordsPerPicture == RecordsPerPicture / 2))));

    private static IEnumerable<double> Passage()
    {
        double middle = TimeGrid.Slots("2014.01.17_12:00_TAI", "2014.01.17_12:00_TAI", Step).First();
        return Enumerable.Range(-RecordsOfPassage / 2, RecordsOfPassage).Select(i => middle + (i * Step));
    }

    private static SampleRecord Record(int number, double slot, Func<RecordContent> make) =>
        new([("HARPNUM", DrmsValue.OfInteger(DrmsType.Int, number)), ("T_REC", DrmsValue.OfTime(slot))], make);

    private static RecordContent MakeDetector(RegionPatch patch, double slot, int size)
    {
        ViewPoint view = ViewPoint.At(Platform.Sdo, HmiSeries.ObservedAt(slot));
        DiskGeometry full = DiskGeometry.FullDisk(view, 2, 2 * PatchScale, 179.929779);
        (int width, int height) = size < MapWidth ? (size, size / 2) : (260, 150);
        (double column, double row) = full.PixelOf(full.PointAt(patch.LongitudeAt(view), patch.LatitudeRadians, 1));
        DiskGeometry frame = full with { Width = width, Height = height, CentreX = full.CentreX - column + ((width - 1) / 2.0), CentreY = full.CentreY - row + ((height - 1) / 2.0) };
        RecordContent content = HmiSeries.Common(slot, Step, frame, "SHARP", "Gauss").Add("CAMERA", HmiSeries.CameraOf(Step, slot));
        patch.AddKeywords(content, view, slot);
        Photosphere sun = new(new DiskGrid(frame));
        AddPlain(content, sun);
        VectorSeries.AddInversion(content, sun, slot);
        return content;
    }

    private static RecordContent MakeMap(RegionPatch patch, double slot, int size, bool hasPictures)
    {
        ViewPoint view = ViewPoint.At(Platform.Sdo, HmiSeries.ObservedAt(slot));
        double longitude = patch.LongitudeAt(view);
        (int width, int height) = size < MapWidth ? (size, size / 2) : (MapWidth, MapHeight);
        RecordContent content = HmiSeries.Common(slot, Step, new DiskGeometry(view, width, height, (width + 1) / 2.0, (height + 1) / 2.0, MapStep, 0), "SHARP CEA", "Gauss")
            .Add("CAMERA", HmiSeries.CameraOf(Step, slot))
            .Add("CTYPE1", "CRLN-CEA").Add("CTYPE2", "CRLT-CEA").Add("CUNIT1", "degree").Add("CUNIT2", "degree").Add("WCSNAME", "Carrington Heliographic")
            .Add("CRVAL1", patch.CarringtonLongitude(slot)).Add("CRVAL2", patch.LatitudeRadians / Degree);
        patch.AddKeywords(content, view, slot);
        if (!hasPictures)
            return content;
        Photosphere sun = new(DiskGrid.Map(view, longitude, patch.LatitudeRadians, width, height, MapStep * Degree));
        AddPlain(content, sun);
        VectorField field = VectorField.Of(sun, 60);
        Add("Bp", field.West, 1);
        Add("Bt", field.North, -1);
        Add("Br", field.Radial, 1);
        foreach (string error in (string[])["Bp_err", "Bt_err", "Br_err"])
            content.Add(new SegmentPicture(error, width, [.. field.Radial.Select(static b => 30 + (0.02f * MathF.Abs(b)))]).Steps(0, 0.1));
        content.Add(new SegmentPicture("conf_disambig", width, [.. field.Radial.Select(static b => MathF.Abs(b) > 200 ? 90f : 50f)]));
        return content;
        void Add(string segment, float[] component, int sign) => content.Add(new SegmentPicture(segment, width, [.. component.Select(b => sign * b)]).Steps(0, 0.1));
    }

    private static void AddPlain(RecordContent content, Photosphere sun)
    {
        int width = sun.Grid.Geometry.Width;
        SegmentPicture field = new SegmentPicture("magnetogram", width, Magnetogram.Of(sun, 6)).Steps(0, 0.1);
        ImageStatistics.Of(field.Pixels).AddTo(content);
        content.Add(field)
            .Add(new SegmentPicture("bitmap", width, [.. sun.Spots.Zip(sun.Plage, static (spot, plage) => MathF.Abs(spot) + MathF.Abs(plage) > 60 ? 34f : 3f)]))
            .Add(new SegmentPicture("Dopplergram", width, Dopplergram.Of(sun, 15)).Steps(0, 0.5))
            .Add(new SegmentPicture("continuum", width, [.. Continuum.Of(sun).Select(static i => i * (float)IntensityOfCentre)]).Steps(0, 1));
    }
}
