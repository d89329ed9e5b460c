namespace NetDrms.Samples.Sun;

/// <summary>Pictures of the magnetic field along the line of sight.</summary>
internal static class Magnetogram
{
    /// <summary>Line-of-sight field, gauss, positive towards the observer; NaN off the disk.</summary>
    /// <param name="sun">The surface.</param>
    /// <param name="noise">Deviation of the noise, gauss.</param>
    public static float[] Of(Photosphere sun, float noise)
    {
        float[] field = sun.RadialField();
        ulong seed = Hash.Mix(1, BitConverter.DoubleToInt64Bits(sun.Seconds));
        for (int i = 0; i < field.Length; i++)
            field[i] = (field[i] * sun.Grid.Mu[i]) + (noise * Hash.Normal(seed, i));
        return field;
    }
}
