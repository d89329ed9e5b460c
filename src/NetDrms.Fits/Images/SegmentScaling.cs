namespace NetDrms.Fits.Images;

/// <summary>What a written file's pixels mean: physical = stored × Scale + Zero. These become the record's <c>_bzero</c> and <c>_bscale</c>. Spec 02 §5.2.</summary>
/// <param name="Zero">Physical value of the stored 0.</param>
/// <param name="Scale">Physical size of a stored step.</param>
public readonly record struct SegmentScaling(double Zero, double Scale)
{
    /// <summary>Stored values are physical values.</summary>
    public static readonly SegmentScaling None = new(0, 1);

    /// <summary>True when stored and physical values are the same.</summary>
    public bool IsNone => Zero == 0 && Scale == 1;
}
