namespace NetDrms.Samples.Sun;

/// <summary>Pictures in the extreme ultraviolet: quiet corona and its holes, network, active regions with loops, the corona beyond the limb.</summary>
internal static class Corona
{
    private const float Gain = 1.2f;   // photons a DN, about
    private const float ReadNoise = 1.1f;   // DN
    private const float Saturation = 16383;

    /// <summary>Brightness, DN.</summary>
    /// <param name="grid">The frame.</param>
    /// <param name="channel">The channel.</param>
    public static float[] Of(DiskGrid grid, EuvChannel channel)
    {
        double seconds = grid.Geometry.View.Seconds;
        float[] texture = new float[grid.Mu.Length];
        float[] picture = Quiet(grid, channel, texture);
        LightPainter painter = new(grid, picture);
        foreach (ActiveRegion region in RegionPopulation.At(seconds))
        {
            foreach (FluxPatch patch in region.PatchesAt(seconds))
                AddCore(painter, grid.Geometry, patch, channel, texture);
            CoronalLoops.Paint(painter, grid.Geometry, region, channel);
        }
        Prominences.Paint(painter, grid.Geometry, channel);
        AddNoise(picture, Hash.Mix((ulong)channel.Wavelength, BitConverter.DoubleToInt64Bits(seconds)));
        return picture;
    }

    private static float[] Quiet(DiskGrid grid, EuvChannel channel, float[] texture)
    {
        double seconds = grid.Geometry.View.Seconds;
        SurfacePatterns patterns = SurfacePatterns.Shared;
        EvolvingMap.Moment network = patterns.Network.At(seconds), weather = patterns.LargeScale.At(seconds), sign = patterns.Polarity.At(seconds), grains = patterns.WaveSine.At(seconds - (seconds % 7200));
        float activity = (float)RegionPopulation.Activity(seconds);
        float meridian = (float)(grid.Geometry.View.CarringtonLongitude * Math.PI / 180);
        float thickness = 2 * channel.ScaleHeight;
        float limb = MathF.Sqrt((1 + thickness) / thickness);
        float[] picture = new float[grid.Mu.Length];
        for (int i = 0; i < picture.Length; i++)
        {
            (float mu, float latitude, float longitude) = (grid.Mu[i], grid.Latitude[i], grid.Longitude[i] + meridian);
            float pole = MathF.Max(0, (MathF.Abs(latitude) - 1.0f) * 2.2f) * (1.15f - activity);
            float open = weather.At(longitude, latitude, 0) - pole;   // holes turn like solid bodies
            float closed = Step(-0.42f, -0.12f, open);
            float diffuse = channel.Quiet * (channel.Hole + ((1 - channel.Hole) * closed)) * MathF.Exp(0.9f * Math.Clamp(open, -0.2f, 0.6f)) * (0.75f + (0.45f * activity));
            if (mu < 0)
            {
                float height = grid.Elongation[i] - 1;
                float along = channel.Quiet * (0.3f + (0.7f * diffuse / channel.Quiet));   // the line of sight passes other places, too
                picture[i] = along * limb * MathF.Exp(-height / (channel.ScaleHeight * (1 + (0.5f * height))));
                continue;
            }
            float ridge = MathF.Max(0, network.At(longitude, latitude, grid.Drift[i]));
            float grain = grains.At(longitude, latitude, grid.Drift[i]);
            float mixed = 1 - MathF.Abs(sign.At(longitude, latitude, grid.Drift[i]));   // where polarities meet, bright points
            float point = ridge > 1.05f && mixed > 0.55f ? 6 * (ridge - 1.05f) * (0.3f + closed) : 0;
            texture[i] = Math.Clamp(0.35f + (1.1f * ridge) + (0.7f * grain), 0.1f, 2.2f);
            float structure = 0.8f + (channel.Network * ((0.9f * ridge) - 0.12f)) + (0.45f * grain) + point;
            float column = MathF.Sqrt((1 + thickness) / ((mu * mu) + thickness));
            picture[i] = diffuse * column * MathF.Max(0.15f, structure);
        }
        return picture;
    }

    private static void AddCore(LightPainter painter, DiskGeometry geometry, FluxPatch patch, EuvChannel channel, float[] texture)
    {
        if (patch.IsSpot)
            return;
        double longitude = patch.Longitude - (geometry.View.CarringtonLongitude * Math.PI / 180);
        float light = channel.Core * (float)Math.Min(1.2, Math.Abs(patch.Gauss) / 380) * (float)Math.Min(1.3, patch.Radius / 0.035) * 0.35f;
        painter.Cloud(geometry.PointAt(longitude, patch.Latitude, 1), 0.8 * patch.Radius, light, texture);
        painter.Cloud(geometry.PointAt(longitude, patch.Latitude, 1 + (0.45 * channel.ScaleHeight)), (0.9 * patch.Radius) + (0.35 * channel.ScaleHeight), 0.6f * light, null);
    }

    private static void AddNoise(float[] picture, ulong seed)
    {
        for (int i = 0; i < picture.Length; i++)
        {
            float noise = MathF.Sqrt((picture[i] / Gain) + (ReadNoise * ReadNoise)) * Hash.Normal(seed, i);
            picture[i] = MathF.Min(Saturation, picture[i] + noise);
        }
    }

    private static float Step(float low, float high, float value)
    {
        float t = Math.Clamp((value - low) / (high - low), 0, 1);
        return t * t * (3 - (2 * t));
    }
}
