namespace NetDrms.Samples.Sun;

/// <summary>The loops of an active region: arcs between its polarities and open fans at its edges. A loop keeps its place and glows and fades in hours.</summary>
internal static class CoronalLoops
{
    private const double ThinnestLoop = 0.0016;   // solar radii
    private const int Segments = 40;

    /// <summary>Paints the loops of a region.</summary>
    public static void Paint(LightPainter painter, DiskGeometry geometry, ActiveRegion region, EuvChannel channel)
    {
        double seconds = geometry.View.Seconds;
        FluxPatch[] leading = [.. region.PatchesAt(seconds).Where(p => Math.Sign(p.Gauss) == region.LeadingSign)];
        FluxPatch[] following = [.. region.PatchesAt(seconds).Where(p => Math.Sign(p.Gauss) == -region.LeadingSign)];
        if (leading.Length == 0 || following.Length == 0)
            return;
        int count = (int)(channel.Loops * Math.Clamp(0.25 + (0.55 * Math.Sqrt(region.Size)), 0.25, 1.7));
        float strength = (float)(region.Plage(seconds) * Math.Clamp(0.35 + (0.5 * Math.Sqrt(region.Size)), 0.35, 1.3));
        Vector3[] points = new Vector3[Segments + 1];
        float[] light = new float[Segments + 1];
        for (int i = 0; i < count; i++)
        {
            ulong seed = Hash.Mix(region.Seed ^ (ulong)channel.Wavelength, i);
            double period = (8 + (22 * Hash.Uniform(seed, 1))) * 3600;
            double glow = Math.Sin((Math.PI * seconds / period) + (Math.PI * Hash.Uniform(seed, 2)));
            float bright = channel.Loop * strength * (float)((0.12 + (glow * glow)) * Math.Pow(Hash.Uniform(seed, 3), 1.6));
            bool isFan = Hash.Uniform(seed, 4) < channel.Fans;
            Vector3 first = Foot(geometry, leading, seed, 10, isFan ? 1.0 : 0.75), second = Foot(geometry, following, seed, 20, isFan ? 1.0 : 0.75);
            if (isFan)
                Fan(points, light, Hash.Uniform(seed, 5) < 0.6 ? (first, second) : (second, first), seed, bright);
            else
                Arc(points, light, first, second, seed, bright, channel);
            painter.Line(points, ThinnestLoop * (0.8 + Hash.Uniform(seed, 6)), light);
        }
    }

    private static Vector3 Foot(DiskGeometry geometry, FluxPatch[] patches, ulong seed, int number, double spread)
    {
        FluxPatch patch = patches[(int)(Hash.Uniform(seed, number) * patches.Length)];
        double reach = spread * Math.Min(patch.Radius, 0.045);
        double latitude = patch.Latitude + (reach * Hash.Normal(seed, number + 1));
        double longitude = patch.Longitude - (geometry.View.CarringtonLongitude * Math.PI / 180) + (reach * Hash.Normal(seed, number + 2) / Math.Cos(latitude));
        return geometry.PointAt(longitude, latitude, 1);
    }

    private static void Arc(Span<Vector3> points, Span<float> light, Vector3 first, Vector3 second, ulong seed, float bright, EuvChannel channel)
    {
        Vector3 middle = (first + second) * 0.5, half = (second - first) * 0.5;
        Vector3 up = middle.Unit, aside = half.Cross(up).Unit;
        (double sin, double cos) = Math.SinCos(0.9 * (Hash.Uniform(seed, 7) - 0.5));
        Vector3 apex = ((up * cos) + (aside * sin)) * (half.Length * (0.55 + (0.9 * Hash.Uniform(seed, 8))));
        for (int i = 0; i < points.Length; i++)
        {
            (double s, double c) = Math.SinCos(Math.PI * i / (points.Length - 1));
            points[i] = middle - (half * c) + (apex * s);
            double height = Math.Max(0, points[i].Length - 1);
            light[i] = bright * (float)Math.Exp(-height / (1.6 * channel.ScaleHeight));
        }
    }

    // A fan rises from the edge of a spot away from the middle of the region and leans outwards.
    private static void Fan(Span<Vector3> points, Span<float> light, (Vector3 Foot, Vector3 Other) ends, ulong seed, float bright)
    {
        Vector3 up = ends.Foot.Unit, away = (ends.Foot - ends.Other).Unit, aside = up.Cross(away).Unit;
        double turn = 1.6 * (Hash.Uniform(seed, 9) - 0.5), length = 0.05 + (0.16 * Hash.Uniform(seed, 30));
        Vector3 lean = (away * Math.Cos(turn)) + (aside * Math.Sin(turn));
        for (int i = 0; i < points.Length; i++)
        {
            double along = (double)i / (points.Length - 1);
            points[i] = ends.Foot + (up * (length * along * (1 - (0.25 * along)))) + (lean * (length * along * along * 0.9));
            light[i] = 1.3f * bright * (float)Math.Exp(-2.6 * along);
        }
    }
}
