namespace NetDrms.Samples.Sun;

/// <summary>Pictures of the motion along the line of sight: rotation, convection, oscillations, and the observer's own motion.</summary>
internal static class Dopplergram
{
    private const float OscillationPeriod = 303;   // s
    private const float OscillationSpeed = 620;   // m/s for patterns of deviation 0.3
    private const float SupergranuleSpeed = 320;
    private const float RadiansPerArcsecond = MathF.PI / (180 * 3600);

    /// <summary>Velocity away from the observer, m/s; NaN off the disk.</summary>
    /// <param name="sun">The surface.</param>
    /// <param name="noise">Deviation of the noise, m/s.</param>
    public static float[] Of(Photosphere sun, float noise)
    {
        DiskGrid grid = sun.Grid;
        SurfacePatterns patterns = SurfacePatterns.Shared;
        EvolvingMap.Moment west = patterns.FlowWest.At(sun.Seconds), north = patterns.FlowNorth.At(sun.Seconds);
        EvolvingMap.Moment sine = patterns.WaveSine.At(sun.Seconds), cosine = patterns.WaveCosine.At(sun.Seconds);
        (double s, double c) = Math.SinCos(2 * Math.PI * (sun.Seconds / OscillationPeriod % 1));
        (float waveSine, float waveCosine) = ((float)s * OscillationSpeed, (float)c * OscillationSpeed);
        float meridian = (float)(grid.Geometry.View.CarringtonLongitude * Math.PI / 180);
        ulong seed = Hash.Mix(3, BitConverter.DoubleToInt64Bits(sun.Seconds));
        LineOfSight sight = new(grid.Geometry.View);
        float[] picture = new float[grid.Mu.Length];
        for (int i = 0; i < picture.Length; i++)
        {
            float mu = grid.Mu[i];
            if (mu < 0)
            {
                picture[i] = float.NaN;
                continue;
            }
            (float longitude, float latitude, float drift) = (grid.Longitude[i] + meridian, grid.Latitude[i], grid.Drift[i]);
            (float toWest, float toNorth) = sight.Shares(grid.Longitude[i], latitude, out float rotation);
            float calm = 1 - (0.75f * Math.Clamp((MathF.Abs(sun.Spots[i]) + (0.6f * MathF.Abs(sun.Plage[i]))) / 900, 0, 1));
            float waves = mu * ((waveSine * sine.At(longitude, latitude, drift)) + (waveCosine * cosine.At(longitude, latitude, drift)));
            float flow = SupergranuleSpeed / SurfacePatterns.FlowUnit * ((toWest * west.At(longitude, latitude, drift)) + (toNorth * north.At(longitude, latitude, drift)));
            float edge = 1 - mu;
            float limbShift = -190 + (edge * edge * (180 + (320 * edge)));   // convective blueshift, less towards the limb
            picture[i] = rotation + (calm * (waves + flow)) + limbShift + (noise * Hash.Normal(seed, i));
        }
        if (!grid.IsMap)
            AddObserver(picture, grid.Geometry);
        return picture;
    }

    private static void AddObserver(float[] picture, DiskGeometry geometry)
    {
        ViewPoint view = geometry.View;
        for (int row = 0; row < geometry.Height; row++)
        {
            for (int column = 0; column < geometry.Width; column++)
            {
                (double x, double y) = geometry.SkyOf(column, row);
                picture[(row * geometry.Width) + column] += (float)(view.RadialVelocity - (view.WestVelocity * x * RadiansPerArcsecond) - (view.NorthVelocity * y * RadiansPerArcsecond));
            }
        }
    }

    // What a horizontal motion of 1 contributes, and the speed that rotation gives.
    private readonly struct LineOfSight(ViewPoint view)
    {
        private readonly float _sine = (float)Math.Sin(view.Latitude * Math.PI / 180);
        private readonly float _cosine = (float)Math.Cos(view.Latitude * Math.PI / 180);
        private readonly float _distance = (float)(view.Distance / ViewPoint.SolarRadius);

        public (float West, float North) Shares(float longitude, float latitude, out float rotation)
        {
            (float sinLongitude, float cosLongitude) = MathF.SinCos(longitude);
            (float sinLatitude, float cosLatitude) = MathF.SinCos(latitude);
            (float x, float y, float z) = (cosLatitude * sinLongitude, sinLatitude, cosLatitude * cosLongitude);
            (float dx, float dy, float dz) = (-x, (_distance * _sine) - y, (_distance * _cosine) - z);
            float norm = -1 / MathF.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
            float west = norm * ((dx * cosLongitude) - (dz * sinLongitude));
            float north = norm * ((dy * cosLatitude) - (sinLatitude * ((dx * sinLongitude) + (dz * cosLongitude))));
            rotation = west * (float)(SolarRotation.PlasmaPerSecond(sinLatitude) * ViewPoint.SolarRadius) * cosLatitude;
            return (west, north);
        }
    }
}
