using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Images;

/// <summary>Turns a program's array into what the file of a segment stores, and decides which scaling is written. Spec 02 §5.2.</summary>
internal static class StoredArray
{
    /// <summary>The stored values; the array itself when nothing has to change, else a new one.</summary>
    /// <exception cref="DrmsException">The segment cannot hold pixels, or the scaling is useless.</exception>
    public static SegmentArray Of(SegmentDefinition segment, SegmentArray array)
    {
        DrmsType type = segment.Type;
        if (type is DrmsType.Time or DrmsType.String)
            throw new DrmsException(ErrorCode.Definition, $"segment \"{segment.Name}\" cannot be written: its type {type.Name()} is no type of pixels");
        if (array.Scale == 0 || !double.IsFinite(array.Scale) || !double.IsFinite(array.Zero))
            throw new DrmsException(ErrorCode.Argument, $"cannot write segment \"{segment.Name}\": scaling by {array.Scale} and {array.Zero} cannot be undone");

        if (array.Length == 0)
            throw new DrmsException(ErrorCode.Argument, $"cannot write segment \"{segment.Name}\": the array has no pixels");

        bool scaled = array.IsRaw && !array.IsUnscaled;
        return (array.Type.IsInteger(), type.IsInteger()) switch
        {
            // stored values stay stored values, and keep their scaling
            (true, true) when scaled => Retyped(array, type, array.Zero, array.Scale),
            (true, true) => Retyped(array, type, 0, 1),
            (false, true) when scaled => Quantised(array, type),
            (false, true) => PixelConversion.ToStored(array, type, array.Zero, array.Scale),
            (_, false) when scaled => Physical(array, type),
            _ => Retyped(array, type, 0, 1),
        };
    }

    private static SegmentArray Retyped(SegmentArray array, DrmsType type, double zero, double scale) =>
        array.Type == type && array.Zero == zero && array.Scale == scale ? array : PixelConversion.ToStored(array, type, 0, 1).With(zero, scale);

    private static SegmentArray Physical(SegmentArray array, DrmsType type) => PixelConversion.ToPhysical(array, type).With(0, 1);

    private static SegmentArray Quantised(SegmentArray array, DrmsType type)
    {
        using SegmentArray physical = PixelConversion.ToPhysical(array, DrmsType.Double);
        return PixelConversion.ToStored(physical, type, array.Zero, array.Scale);
    }
}
