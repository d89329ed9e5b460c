namespace NetDrms.Samples.Sun;

/// <summary>The magnetic field as a vector: it stands upright in the middle of a concentration and bends outwards at its edge.</summary>
/// <param name="West">Component to the west of the sky, gauss; NaN off the disk.</param>
/// <param name="North">Component to the north of the sky, gauss.</param>
/// <param name="Along">Component towards the observer, gauss.</param>
/// <param name="Radial">Component outwards, gauss.</param>
internal sealed record VectorField(float[] West, float[] North, float[] Along, float[] Radial)
{
    private const double BendDegrees = 0.55;   // scale on which the field bends, 7 Mm

    /// <summary>Field of a surface seen in the sky.</summary>
    /// <param name="sun">The surface.</param>
    /// <param name="noise">Deviation of the noise of the components across the line of sight, gauss.</param>
    public static VectorField Of(Photosphere sun, float noise)
    {
        DiskGeometry frame = sun.Grid.Geometry;
        float[] radial = sun.RadialField();
        VectorField field = new(new float[radial.Length], new float[radial.Length], new float[radial.Length], radial);
        float bend = (float)(BendDegrees * Math.PI / 180 * (sun.Grid.IsMap ? 1 : frame.RadiusPixels));
        (double sinRoll, double cosRoll) = Math.SinCos(frame.Roll * Math.PI / 180);
        ulong seed = Hash.Mix(5, BitConverter.DoubleToInt64Bits(sun.Seconds));
        for (int i = 0; i < radial.Length; i++)
        {
            float mu = sun.Grid.Mu[i];
            if (mu < 0)
            {
                field.West[i] = field.North[i] = field.Along[i] = float.NaN;
                continue;
            }
            (float acrossX, float acrossY) = Slope(sun, i, frame.Width, frame.Height);
            Vector3 normal = frame.PointAt(sun.Grid.Longitude[i], sun.Grid.Latitude[i], 1);
            double west = -bend * ((acrossX * cosRoll) - (acrossY * sinRoll)), north = -bend * ((acrossX * sinRoll) + (acrossY * cosRoll));
            field.West[i] = (float)((radial[i] * normal.X) + west) + (noise * Hash.Normal(seed, 3L * i));
            field.North[i] = (float)((radial[i] * normal.Y) + north) + (noise * Hash.Normal(seed, (3L * i) + 1));
            field.Along[i] = (radial[i] * mu) + (0.1f * noise * Hash.Normal(seed, (3L * i) + 2));
        }
        return field;
    }

    // gradient of the smooth part, gauss a pixel
    private static (float X, float Y) Slope(Photosphere sun, int pixel, int width, int height)
    {
        (int x, int y) = (pixel % width, pixel / width);
        int left = x > 0 ? pixel - 1 : pixel, right = x < width - 1 ? pixel + 1 : pixel, below = y > 0 ? pixel - width : pixel, above = y < height - 1 ? pixel + width : pixel;
        return ((Smooth(sun, right) - Smooth(sun, left)) / Math.Max(1, right - left), (Smooth(sun, above) - Smooth(sun, below)) * width / Math.Max(width, above - below));
    }

    private static float Smooth(Photosphere sun, int pixel) => sun.Spots[pixel] + (0.6f * sun.Plage[pixel]);
}
