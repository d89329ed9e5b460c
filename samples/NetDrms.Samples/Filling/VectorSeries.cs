using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The vector magnetograms of HMI, linked to the line-of-sight magnetograms.</summary>
internal static class VectorSeries
{
    private const double Step = 720;
    private const float Noise = 70;   // gauss

    /// <summary>The series.</summary>
    public static SampleSeries Field720 { get; } = new("hmi.B_720s", size => TimeGrid.Slots("2013.07.03_08:42_TAI", "2013.07.03_09:22_TAI", Step)
        .Select(slot => new SampleRecord([("T_REC", DrmsValue.OfTime(slot))], () => Make(slot, size))));

    /// <summary>Adds the field as HMI's inversion gives it: strength, inclination, azimuth and what goes with them.</summary>
    /// <param name="content">The record.</param>
    /// <param name="sun">The surface.</param>
    /// <param name="seconds">Instant.</param>
    public static VectorField AddInversion(RecordContent content, Photosphere sun, double seconds)
    {
        VectorField field = VectorField.Of(sun, Noise);
        DiskGeometry frame = sun.Grid.Geometry;
        int length = frame.Length;
        float[] strength = new float[length], inclination = new float[length], azimuth = new float[length], disambig = new float[length], confidence = new float[length];
        for (int i = 0; i < length; i++)
        {
            (float west, float north, float along) = (field.West[i], field.North[i], field.Along[i]);
            float across = MathF.Sqrt((west * west) + (north * north));
            strength[i] = MathF.Sqrt((across * across) + (along * along));
            inclination[i] = MathF.Atan2(across, along) * 180 / MathF.PI;
            // from the second axis of the detector, counterclockwise; the inversion knows it up to a half turn, disambig says which
            float turned = (MathF.Atan2(-west, north) * 180 / MathF.PI) - (float)frame.Roll;
            turned -= 360 * MathF.Floor(turned / 360);
            bool isFar = turned >= 180;
            azimuth[i] = isFar ? turned - 180 : turned;
            disambig[i] = float.IsNaN(west) ? float.NaN : isFar ? 7 : 0;
            confidence[i] = float.IsNaN(west) ? float.NaN : strength[i] > 250 ? 90 : 50;
        }
        content.Add(new SegmentPicture("field", frame.Width, strength).Steps(0, 0.01)).Add(new SegmentPicture("inclination", frame.Width, inclination).Steps(0, 0.01))
            .Add(new SegmentPicture("azimuth", frame.Width, azimuth).Steps(0, 0.01)).Add(new SegmentPicture("disambig", frame.Width, disambig))
            .Add(new SegmentPicture("conf_disambig", frame.Width, confidence));
        float[] speed = Dopplergram.Of(sun, noise: 15);
        for (int i = 0; i < speed.Length; i++)
            speed[i] *= 100;   // cm/s
        content.Add(new SegmentPicture("vlos_mag", frame.Width, speed).Steps(0, 10));
        return field;
    }

    private static RecordContent Make(double slot, int size)
    {
        DiskGeometry frame = HmiSeries.FrameAt(HmiSeries.ObservedAt(slot), size);
        RecordContent content = HmiSeries.Common(slot, Step, frame, "VECTOR MAGNETOGRAM", "Mx/cm^2");
        Photosphere sun = new(new DiskGrid(frame));
        AddInversion(content, sun, slot);
        ImageStatistics.Of(content.Pictures[0].Pixels).AddTo(content);
        AddThermodynamics(content, sun);
        int camera = HmiSeries.CameraOf(Step, slot);
        return content.Add("CAMERA", camera).Add("INVCODEV", "model").Add("INVDOCU", "samples/NetDrms.Samples").Add("INVITERA", 0).Add("INVNPRCS", sun.Grid.Mu.Count(static mu => mu >= 0))
            .Add("AMBMETHD", 2).Add("AMBWEAK", 2)
            .Link("MDATA", DrmsValue.OfTime(slot), DrmsValue.OfInteger(DrmsType.Int, camera));
    }

    private static void AddThermodynamics(RecordContent content, Photosphere sun)
    {
        float[] light = Continuum.Of(sun);
        int width = sun.Grid.Geometry.Width;
        Add("src_continuum", 8000, 0.1);
        Add("src_grad", 22000, 0.1);
        content.Add(new SegmentPicture("dop_width", width, [.. light.Select(static i => float.IsNaN(i) ? i : 28 + (6 * i))]).Steps(0, 0.01));
        content.Add(new SegmentPicture("eta_0", width, [.. light.Select(static i => float.IsNaN(i) ? i : 4 + (9 * i))]).Steps(0, 0.01));
        content.Add(new SegmentPicture("alpha_mag", width, [.. light.Select(static i => float.IsNaN(i) ? i : 1f)]).Steps(0, 0.0001));
        void Add(string segment, float atCentre, double step) =>
            content.Add(new SegmentPicture(segment, width, [.. light.Select(i => i * atCentre)]).Steps(0, step));
    }
}
