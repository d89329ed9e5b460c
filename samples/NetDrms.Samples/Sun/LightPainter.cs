namespace NetDrms.Samples.Sun;

/// <summary>Adds transparent things that stand in space to a picture: what the Sun hides is left out.</summary>
/// <param name="grid">The frame.</param>
/// <param name="picture">The picture.</param>
internal sealed class LightPainter(DiskGrid grid, float[] picture)
{
    private readonly DiskGeometry _geometry = grid.Geometry;

    /// <summary>Adds a soft round cloud.</summary>
    /// <param name="centre">Its middle, solar radii.</param>
    /// <param name="radius">Its deviation, solar radii.</param>
    /// <param name="light">Brightness in the middle.</param>
    /// <param name="texture">Factor of every pixel, or null.</param>
    public void Cloud(Vector3 centre, double radius, float light, float[]? texture)
    {
        double sigma = radius * _geometry.RadiusPixels;
        (double column, double row) = _geometry.PixelOf(centre);
        bool isBehind = centre.Z < 0;
        ForEach(column, row, 3 * sigma, (pixel, x, y) =>
        {
            bool isOnDisk = grid.Mu[pixel] >= 0;
            if (isOnDisk && isBehind)
                return;
            float value = light * MathF.Exp((float)(-((x * x) + (y * y)) / (2 * sigma * sigma)));
            picture[pixel] += texture is not null && isOnDisk ? value * texture[pixel] : value;
        });
    }

    /// <summary>Adds a thin bright line.</summary>
    /// <param name="points">Its course, solar radii.</param>
    /// <param name="width">Its deviation, solar radii; at least 0.6 pixels are painted.</param>
    /// <param name="light">Brightness at each point.</param>
    public void Line(ReadOnlySpan<Vector3> points, double width, ReadOnlySpan<float> light)
    {
        double sigma = Math.Max(0.6, width * _geometry.RadiusPixels);
        float thin = (float)(width * _geometry.RadiusPixels / sigma);   // what is thinner than a pixel is fainter
        (double lastColumn, double lastRow) = _geometry.PixelOf(points[0]);
        for (int i = 1; i < points.Length; i++)
        {
            (double column, double row) = _geometry.PixelOf(points[i]);
            double length = Math.Sqrt(((column - lastColumn) * (column - lastColumn)) + ((row - lastRow) * (row - lastRow)));
            int steps = Math.Max(1, (int)Math.Ceiling(length / sigma));
            float share = light[i] * MathF.Sqrt(thin) * (float)(Math.Max(length, 0.3) / steps / (sigma * Math.Sqrt(2 * Math.PI)));
            bool isBehind = points[i].Z < 0;
            for (int step = 0; step < steps; step++)
            {
                double along = (step + 0.5) / steps;
                Dot(lastColumn + (along * (column - lastColumn)), lastRow + (along * (row - lastRow)), sigma, share, isBehind);
            }
            (lastColumn, lastRow) = (column, row);
        }
    }

    private void Dot(double column, double row, double sigma, float light, bool isBehind)
    {
        double width = 1 / (2 * sigma * sigma), reach = 2.6 * sigma;
        for (int y = Math.Max(0, (int)Math.Ceiling(row - reach)); y <= Math.Min(_geometry.Height - 1, (int)(row + reach)); y++)
        {
            for (int x = Math.Max(0, (int)Math.Ceiling(column - reach)); x <= Math.Min(_geometry.Width - 1, (int)(column + reach)); x++)
            {
                int pixel = (y * _geometry.Width) + x;
                if (!isBehind || grid.Mu[pixel] < 0)
                    picture[pixel] += light * MathF.Exp((float)(-(((x - column) * (x - column)) + ((y - row) * (y - row))) * width));
            }
        }
    }

    private void ForEach(double column, double row, double reach, Action<int, double, double> action)
    {
        for (int y = Math.Max(0, (int)Math.Ceiling(row - reach)); y <= Math.Min(_geometry.Height - 1, (int)(row + reach)); y++)
        {
            for (int x = Math.Max(0, (int)Math.Ceiling(column - reach)); x <= Math.Min(_geometry.Width - 1, (int)(column + reach)); x++)
                action((y * _geometry.Width) + x, x - column, y - row);
        }
    }
}
