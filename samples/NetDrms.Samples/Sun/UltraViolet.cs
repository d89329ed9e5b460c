namespace NetDrms.Samples.Sun;

/// <summary>Pictures in the near ultraviolet: the upper photosphere with its bright network.</summary>
internal static class UltraViolet
{
    /// <summary>Brightness, DN.</summary>
    /// <param name="sun">The surface.</param>
    /// <param name="quiet">Quiet Sun in the middle of the disk, DN.</param>
    /// <param name="contrast">Contrast of the network.</param>
    public static float[] Of(Photosphere sun, float quiet, float contrast)
    {
        float[] picture = Continuum.Of(sun);
        float[] network = sun.Network();
        for (int i = 0; i < picture.Length; i++)
        {
            float plage = Math.Clamp(MathF.Abs(sun.Plage[i]) * (0.4f + (1.4f * network[i])) / 250, 0, 1.6f);
            picture[i] = float.IsNaN(picture[i]) ? 0 : quiet * picture[i] * picture[i] * (1 - (0.3f * contrast) + (contrast * ((0.9f * network[i]) + (1.3f * plage))));
        }
        return picture;
    }
}
