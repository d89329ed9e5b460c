namespace NetDrms.Samples.Sun;

/// <summary>Pictures in visible light: limb darkening, spots, faculae, granulation.</summary>
internal static class Continuum
{
    private const float UmbraGauss = 1750;
    private const float PenumbraGauss = 550;

    /// <summary>Intensity in the unit of the disk's centre; NaN off the disk.</summary>
    public static float[] Of(Photosphere sun)
    {
        DiskGrid grid = sun.Grid;
        float[] picture = new float[grid.Mu.Length];
        float meridian = (float)(grid.Geometry.View.CarringtonLongitude * Math.PI / 180);
        EvolvingMap.Moment granules = SurfacePatterns.Shared.Granules.At(sun.Seconds);
        float[] network = sun.Network();
        ulong seed = Hash.Mix(2, BitConverter.DoubleToInt64Bits(sun.Seconds));
        for (int i = 0; i < picture.Length; i++)
        {
            float mu = grid.Mu[i];
            if (mu < 0)
            {
                picture[i] = float.NaN;
                continue;
            }
            float spot = MathF.Abs(sun.Spots[i]);
            float penumbra = Step(PenumbraGauss * 0.7f, PenumbraGauss * 1.3f, spot), umbra = Step(UmbraGauss * 0.8f, UmbraGauss * 1.2f, spot);
            float bright = 1 - (0.24f * penumbra) - (0.6f * umbra);
            float facula = 0.075f * (1 - mu) * Math.Clamp((MathF.Abs(sun.Plage[i]) * (0.3f + (1.8f * network[i])) / 220) + (0.12f * network[i]), 0, 1.3f) * (1 - penumbra);
            float grain = 0.035f * mu * (1 - (0.7f * penumbra)) * granules.At(grid.Longitude[i] + meridian, grid.Latitude[i], grid.Drift[i]);
            picture[i] = LimbDarkening(mu) * (bright + facula + grain + (0.002f * Hash.Normal(seed, i)));
        }
        return picture;
    }

    /// <summary>Intensity relative to the centre of the disk (Neckel and Labs 1994, 580 nm).</summary>
    /// <param name="mu">Cosine of the heliocentric angle.</param>
    public static float LimbDarkening(float mu) =>
        0.34685f + (mu * (1.37539f + (mu * (-2.04425f + (mu * (2.70493f + (mu * (-1.94290f + (mu * 0.55999f)))))))));

    private static float Step(float low, float high, float value)
    {
        float t = Math.Clamp((value - low) / (high - low), 0, 1);
        return t * t * (3 - (2 * t));
    }
}
