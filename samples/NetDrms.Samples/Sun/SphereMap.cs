namespace NetDrms.Samples.Sun;

/// <summary>A function on the sphere as a table of longitude and latitude, for reading it a million times.</summary>
internal sealed class SphereMap
{
    private const int Columns = 2048;
    private const int Rows = 1024;
    private const int ColumnMask = Columns - 1;
    private const float PerRadian = Columns / (2 * MathF.PI);

    private readonly float[] _values = new float[Columns * Rows];

    private SphereMap()
    {
    }

    /// <summary>Makes a table.</summary>
    /// <param name="function">The function of a unit vector; called by several threads.</param>
    public static SphereMap Of(Func<float, float, float, float> function)
    {
        SphereMap map = new();
        Parallel.For(0, Rows, row =>
        {
            (float sin, float cos) = MathF.SinCos(((row + 0.5f) / Rows * MathF.PI) - (MathF.PI / 2));
            for (int column = 0; column < Columns; column++)
            {
                (float y, float x) = MathF.SinCos(column / PerRadian);
                map._values[(row * Columns) + column] = function(cos * x, cos * y, sin);
            }
        });
        return map;
    }

    /// <summary>Derivatives towards west and north, in units of the function a radian.</summary>
    public (SphereMap West, SphereMap North) Gradient()
    {
        SphereMap west = new(), north = new();
        Parallel.For(0, Rows, row =>
        {
            float cos = MathF.Cos(((row + 0.5f) / Rows * MathF.PI) - (MathF.PI / 2));
            int below = Math.Max(row - 1, 0), above = Math.Min(row + 1, Rows - 1);
            for (int column = 0; column < Columns; column++)
            {
                int at = (row * Columns) + column;
                float across = _values[(row * Columns) + ((column + 1) & ColumnMask)] - _values[(row * Columns) + ((column - 1) & ColumnMask)];
                west._values[at] = across * PerRadian / (2 * MathF.Max(cos, 0.02f));
                north._values[at] = (_values[(above * Columns) + column] - _values[(below * Columns) + column]) * PerRadian / (above - below);
            }
        });
        return (west, north);
    }

    /// <summary>Value at a place, interpolated.</summary>
    /// <param name="longitude">Radians, any.</param>
    /// <param name="latitude">Radians, −π/2 … π/2.</param>
    public float At(float longitude, float latitude)
    {
        float x = longitude * PerRadian;
        float y = ((latitude + (MathF.PI / 2)) * PerRadian) - 0.5f;
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        (float fx, float fy) = (x - column, y - row);
        int left = column & ColumnMask, right = (column + 1) & ColumnMask;
        int low = Math.Clamp(row, 0, Rows - 1) * Columns, high = Math.Clamp(row + 1, 0, Rows - 1) * Columns;
        float below = _values[low + left] + (fx * (_values[low + right] - _values[low + left]));
        float above = _values[high + left] + (fx * (_values[high + right] - _values[high + left]));
        return below + (fy * (above - below));
    }
}
