namespace NetDrms.Samples.Filling;

/// <summary>A picture for a segment: physical values, NaN where there is none.</summary>
/// <param name="Segment">Name of the segment.</param>
/// <param name="Width">Pixels of the first axis.</param>
/// <param name="Pixels">Row after row; on the steps of the segment's scaling, see <see cref="Steps"/>.</param>
internal sealed record SegmentPicture(string Segment, int Width, float[] Pixels)
{
    /// <summary>Pixels of the second axis.</summary>
    public int Height => Pixels.Length / Width;

    /// <summary>Physical value of the stored 0.</summary>
    public double Zero { get; init; }

    /// <summary>Physical size of a stored step.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Moves every pixel to the nearest value that the file can hold, so that statistics are those of the file.</summary>
    public SegmentPicture Steps(double zero, double scale)
    {
        for (int i = 0; i < Pixels.Length; i++)
            Pixels[i] = (float)((Math.Round((Pixels[i] - zero) / scale) * scale) + zero);
        return this with { Zero = zero, Scale = scale };
    }
}
