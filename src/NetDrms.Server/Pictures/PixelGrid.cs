using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;

namespace NetDrms.Server.Pictures;

/// <summary>A plane of physical values, first row at the bottom, first axis fastest; NaN is missing.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">The values.</param>
internal sealed record PixelGrid(int Width, int Height, float[] Values)
{
    /// <summary>Reads an array of two axes, averaging squares of pixels on the way. Spec 06 §11.6.</summary>
    /// <param name="array">Physical values of type float.</param>
    /// <param name="factor">Side of the squares; those at the right and upper edge may be cut.</param>
    public static PixelGrid Reduced(SegmentArray array, int factor)
    {
        if (array.Type != DrmsType.Float || array.Dimensions.Count != 2)
            throw new ArgumentException("a picture is made of an array of float with two axes", nameof(array));
        return Reduced(array.Pixels<float>(), array.Dimensions[0], array.Dimensions[1], factor);
    }

    /// <summary>Averages squares of pixels; missing ones do not count, a square of nothing else is missing.</summary>
    public static PixelGrid Reduced(ReadOnlySpan<float> pixels, int width, int height, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        int columns = (width + factor - 1) / factor;
        int rows = (height + factor - 1) / factor;
        float[] values = new float[columns * rows];
        if (factor == 1)
        {
            pixels[..values.Length].CopyTo(values);
            return new PixelGrid(columns, rows, values);
        }
        double[] sums = new double[columns];
        int[] counts = new int[columns];
        for (int row = 0; row < rows; row++)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            for (int y = row * factor; y < Math.Min(height, (row + 1) * factor); y++)
                AddRow(pixels.Slice(y * width, width), factor, sums, counts);
            for (int column = 0; column < columns; column++)
                values[(row * columns) + column] = counts[column] > 0 ? (float)(sums[column] / counts[column]) : float.NaN;
        }
        return new PixelGrid(columns, rows, values);
    }

    /// <summary>The smallest factor that brings the longer side down to a size.</summary>
    public static int FactorFor(int width, int height, int size) => Math.Max(1, (Math.Max(width, height) + size - 1) / size);

    private static void AddRow(ReadOnlySpan<float> row, int factor, double[] sums, int[] counts)
    {
        int column = 0;
        int left = factor;
        foreach (float value in row)
        {
            if (float.IsFinite(value))
            {
                sums[column] += value;
                counts[column]++;
            }
            if (--left > 0)
                continue;
            left = factor;
            column++;
        }
    }
}
