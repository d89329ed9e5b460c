namespace NetDrms.Samples.Sun;

/// <summary>Cool clouds that hang in the corona: bright beyond the limb in helium light.</summary>
internal static class Prominences
{
    private const int Count = 9;
    private const double LifeSeconds = 20 * Instant.Day;

    /// <summary>Paints them where the channel shows them.</summary>
    public static void Paint(LightPainter painter, DiskGeometry geometry, EuvChannel channel)
    {
        if (!channel.ShowsProminences)
            return;
        double seconds = geometry.View.Seconds;
        Span<Vector3> thread = stackalloc Vector3[13];
        Span<float> light = stackalloc float[13];
        for (int i = 0; i < Count; i++)
        {
            long number = (long)Math.Floor((seconds / LifeSeconds) + ((double)i / Count));
            ulong seed = Hash.Mix((ulong)(304 + i), number);
            double phase = (seconds / LifeSeconds) + ((double)i / Count) - number;
            double latitude = (Hash.Uniform(seed, 0) < 0.5 ? -1 : 1) * (0.35 + (0.75 * Hash.Uniform(seed, 1)));
            double longitude = (2 * Math.PI * Hash.Uniform(seed, 2)) + SolarRotation.Drift(Math.Sin(latitude), (phase - 0.5) * LifeSeconds) - (geometry.View.CarringtonLongitude * Math.PI / 180);
            double length = 0.08 + (0.22 * Hash.Uniform(seed, 3)), height = 0.03 + (0.05 * Hash.Uniform(seed, 4));
            for (int strand = 0; strand < 60; strand++)
                PaintStrand(painter, geometry, thread, light, (longitude, latitude, length, height), Hash.Mix(seed, 100 + strand), channel.Quiet * (float)Math.Sin(Math.PI * phase));
        }
    }

    private static void PaintStrand(
        LightPainter painter, DiskGeometry geometry, Span<Vector3> thread, Span<float> light, (double Longitude, double Latitude, double Length, double Height) place, ulong seed, float bright)
    {
        double along = (Hash.Uniform(seed, 0) - 0.5) * place.Length, lean = 0.03 * (Hash.Uniform(seed, 1) - 0.5);
        double top = place.Height * (0.35 + (0.65 * Hash.Uniform(seed, 2))) * (1 - (2 * along / place.Length * along / place.Length));
        for (int i = 0; i < thread.Length; i++)
        {
            double share = (double)i / (thread.Length - 1);
            double west = along + (lean * share);
            thread[i] = geometry.PointAt(place.Longitude + (west / Math.Cos(place.Latitude)), place.Latitude + (0.35 * west), 1 + (top * share));
            // on the disk it is as bright as what is below
            light[i] = Share(thread[i]) * bright * (float)(0.5 + Hash.Uniform(seed, 3)) * (float)(1 - (0.5 * share));
        }
        painter.Line(thread, 0.0035, light);
        static float Share(Vector3 point) => Math.Sqrt((point.X * point.X) + (point.Y * point.Y)) > 0.998 ? 1.6f : 0;
    }
}
