namespace NetDrms.Samples.Sun;

/// <summary>The surface at an instant, seen through a frame: field, intensity and motion of every pixel.</summary>
internal sealed class Photosphere
{
    private const float CapRadii = 3.2f;   // beyond this a patch has no field
    private readonly SurfacePatterns _patterns = SurfacePatterns.Shared;
    private readonly float _meridian;

    /// <summary>Looks at the surface.</summary>
    /// <param name="grid">The frame.</param>
    public Photosphere(DiskGrid grid)
    {
        Grid = grid;
        _meridian = (float)(grid.Geometry.View.CarringtonLongitude * Math.PI / 180);
        Spots = new float[grid.Mu.Length];
        Plage = new float[grid.Mu.Length];
        foreach (ActiveRegion region in RegionPopulation.At(Seconds))
        {
            foreach (FluxPatch patch in region.PatchesAt(Seconds))
                Paint(patch);
        }
        for (int i = 0; i < Spots.Length; i++)
            Spots[i] = Saturated(Spots[i]);
    }

    /// <summary>The frame.</summary>
    public DiskGrid Grid { get; }

    /// <summary>The instant.</summary>
    public double Seconds => Grid.Geometry.View.Seconds;

    /// <summary>Vertical field of sunspots, gauss.</summary>
    public float[] Spots { get; }

    /// <summary>Mean vertical field of plage, gauss.</summary>
    public float[] Plage { get; }

    /// <summary>Vertical field of every pixel on the disk, gauss; NaN off it.</summary>
    public float[] RadialField()
    {
        float[] field = new float[Spots.Length];
        EvolvingMap.Moment network = _patterns.Network.At(Seconds), polarity = _patterns.Polarity.At(Seconds);
        float polar = (float)(9 * (1 - RegionPopulation.Activity(Seconds)));
        for (int i = 0; i < field.Length; i++)
        {
            if (Grid.Mu[i] < 0)
            {
                field[i] = float.NaN;
                continue;
            }
            (float longitude, float latitude, float drift) = (Grid.Longitude[i] + _meridian, Grid.Latitude[i], Grid.Drift[i]);
            float ridge = MathF.Max(0, network.At(longitude, latitude, drift));
            float quiet = 75 * ridge * polarity.At(longitude, latitude, drift);
            float cap = polar * MathF.Max(0, MathF.Abs(latitude) - 1.05f) * 8 * ridge * MathF.Sign(latitude);
            float clumps = Plage[i] * (0.25f + (2.6f * ridge));
            float spot = Spots[i];
            float cover = Math.Clamp(MathF.Abs(spot) / 600, 0, 1);   // no network inside a spot
            field[i] = spot + ((1 - cover) * (quiet + cap + clumps));
        }
        return field;
    }

    /// <summary>Network of every pixel, 0 … 1.6.</summary>
    public float[] Network()
    {
        float[] values = new float[Spots.Length];
        EvolvingMap.Moment network = _patterns.Network.At(Seconds);
        for (int i = 0; i < values.Length; i++)
        {
            if (Grid.Mu[i] >= 0)
                values[i] = MathF.Max(0, network.At(Grid.Longitude[i] + _meridian, Grid.Latitude[i], Grid.Drift[i]));
        }
        return values;
    }

    // Spots that overlap are one spot: no field is much above that of an umbra.
    private static float Saturated(float gauss)
    {
        const float Umbra = 2500;
        float excess = MathF.Abs(gauss) - Umbra;
        return excess <= 0 ? gauss : MathF.Sign(gauss) * (Umbra + (500 * excess / (excess + 1000)));
    }

    private static float Square(float value) => value * value;

    private void Paint(FluxPatch patch)
    {
        DiskGeometry geometry = Grid.Geometry;
        double longitude = Math.IEEERemainder(patch.Longitude - _meridian, 2 * Math.PI);
        Vector3 centre = geometry.PointAt(longitude, patch.Latitude, 1);
        double reach = CapRadii * patch.Radius;
        if (centre.Z < -Math.Min(0.9, reach))
            return;
        (double column, double row) = geometry.PixelOf(centre);
        double pixels = Grid.IsMap ? geometry.Length : (reach * geometry.RadiusPixels) + 1;
        float[] target = patch.IsSpot ? Spots : Plage;
        (float middle, float across) = ((float)patch.Latitude, (float)longitude);
        (float cosine, float width) = ((float)Math.Cos(patch.Latitude), (float)(1 / (patch.Radius * patch.Radius)));
        for (int y = Math.Max(0, (int)(row - pixels)); y <= Math.Min(geometry.Height - 1, (int)(row + pixels)); y++)
        {
            for (int x = Math.Max(0, (int)(column - pixels)); x <= Math.Min(geometry.Width - 1, (int)(column + pixels)); x++)
            {
                int i = (y * geometry.Width) + x;
                if (Grid.Mu[i] < 0)
                    continue;
                float north = Grid.Latitude[i] - middle;
                float west = (Grid.Longitude[i] - across) * cosine;
                float distance = ((north * north) + (west * west)) * width;
                if (distance > CapRadii * CapRadii)
                    continue;
                if (patch.IsSpot)
                    distance /= Square(patch.EdgeAt(MathF.Atan2(north, west)));
                // a spot has a flat top and a steep edge, plage fades
                float shape = patch.IsSpot ? MathF.Exp(-distance * (0.4f + (0.6f * distance))) : MathF.Exp(-distance);
                target[i] += (float)patch.Gauss * shape;
            }
        }
    }
}
