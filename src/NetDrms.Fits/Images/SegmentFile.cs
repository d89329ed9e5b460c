using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Images;

/// <summary>Reads and writes the file of a segment by the segment's rules. Spec 02 §5.2.</summary>
public static class SegmentFile
{
    /// <summary>Reads a segment's file as physical values of a type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">The definition that it must fit.</param>
    /// <param name="type">Type wanted. When it is the file's and the file is not scaled, the array is the raw one.</param>
    /// <param name="slot">Slot of the record in its unit; only <c>tas</c> looks at it.</param>
    /// <exception cref="DrmsException">The file is missing (−10040), damaged (−10056), does not fit (−10060), or is no array (−10022).</exception>
    public static SegmentArray Read(string path, SegmentDefinition segment, DrmsType type, int slot = 0)
    {
        SegmentArray raw = ReadRaw(path, segment, slot);
        bool keep = raw.Type == type && raw.IsUnscaled && segment.Protocol is not (SegmentProtocol.Bin or SegmentProtocol.BinGz);
        if (keep)
            return raw;
        using (raw)
            return PixelConversion.ToPhysical(raw, type);
    }

    /// <summary>Reads the stored values of a segment's file, with their scaling attached.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">The definition that it must fit.</param>
    /// <param name="slot">Slot of the record in its unit; only <c>tas</c> looks at it.</param>
    /// <exception cref="DrmsException">As <see cref="Read"/>.</exception>
    public static SegmentArray ReadRaw(string path, SegmentDefinition segment, int slot = 0)
    {
        ArgumentNullException.ThrowIfNull(segment);
        SegmentArray raw = segment.Protocol switch
        {
            SegmentProtocol.Fits or SegmentProtocol.Fitz => FitsFile.Read(path).Array,
            SegmentProtocol.Tas => FitsFile.ReadSlice(path, slot).Array,
            SegmentProtocol.Bin or SegmentProtocol.BinGz => BinFile.Read(path),
            _ => throw NoArray(segment),
        };
        if (Mismatch(raw, segment) is not string what)
            return raw;
        raw.Dispose();
        throw new DrmsException(new DrmsError(ErrorCode.Definition, $"\"{path}\" does not fit segment \"{segment.Name}\": {what}") { File = path });
    }

    /// <summary>Tells whether a segment's file holds what writing an array would put there: pixels, dimensions and scaling.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">The definition.</param>
    /// <param name="array">The array.</param>
    /// <param name="slot">Slot of the record in its unit; only <c>tas</c> looks at it.</param>
    /// <exception cref="DrmsException">The file is missing or damaged, or the array does not fit the segment.</exception>
    public static bool Holds(string path, SegmentDefinition segment, SegmentArray array, int slot = 0)
    {
        Check(segment, array);
        using SegmentArray held = ReadRaw(path, segment, slot);
        SegmentArray wanted = StoredArray.Of(segment, array);
        try
        {
            return held.Type == wanted.Type && held.Zero == wanted.Zero && held.Scale == wanted.Scale
                && held.Dimensions.SequenceEqual(wanted.Dimensions) && held.Buffer.Same(wanted.Buffer);
        }
        finally
        {
            if (wanted != array)
                wanted.Dispose();
        }
    }

    /// <summary>Checks that an array fits a segment, before anything is written.</summary>
    /// <exception cref="DrmsException">As <see cref="Write"/> for dimensions and protocol.</exception>
    public static void Check(SegmentDefinition segment, SegmentArray array)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(array);
        if (segment.Protocol is not (SegmentProtocol.Fits or SegmentProtocol.Fitz or SegmentProtocol.Bin or SegmentProtocol.BinGz or SegmentProtocol.Tas))
            throw NoArray(segment);
        CheckDimensions(segment, array);
    }

    /// <summary>Writes an array as a segment's file: a temporary name, flushed, renamed; a failure leaves nothing behind.</summary>
    /// <param name="path">The file's final name.</param>
    /// <param name="segment">The definition: type, dimensions, protocol.</param>
    /// <param name="array">The array; it is converted as the table of spec 02 §5.2 says. What does not fit the type becomes missing.</param>
    /// <param name="cparms">The record's compression parameters; empty or none for uncompressed.</param>
    /// <param name="slot">Slot of the record in its unit; only <c>tas</c> looks at it.</param>
    /// <param name="clock">Dates the checksums; the system's by default.</param>
    /// <returns>The scaling of the written file, to be kept in the record's keywords.</returns>
    /// <exception cref="DrmsException">Dimensions differ (−10021), the protocol holds no arrays (−10022), the scaling is not that of the tas file (−10085), the compression does not suit the pixels (−10056), or writing failed.</exception>
    public static SegmentScaling Write(string path, SegmentDefinition segment, SegmentArray array, string cparms = "", int slot = 0, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(cparms);
        Check(segment, array);
        SegmentArray stored = StoredArray.Of(segment, array);
        try
        {
            switch (segment.Protocol)
            {
                case SegmentProtocol.Bin: FileReplacement.Write(path, 0, file => BinFile.Write(file, stored)); break;
                case SegmentProtocol.BinGz: FileReplacement.Write(path, 0, file => BinFile.WritePacked(file, stored)); break;
                case SegmentProtocol.Tas: TasFile.WriteSlice(path, stored, cparms, slot, clock ?? TimeProvider.System); break;
                default: ImageWriter.Write(path, stored, cparms, clock ?? TimeProvider.System); break;
            }
            return new SegmentScaling(stored.Zero, stored.Scale);
        }
        finally
        {
            if (stored != array)
                stored.Dispose();
        }
    }

    private static void CheckDimensions(SegmentDefinition segment, SegmentArray array)
    {
        if (array.Dimensions.Count != segment.Dimensions.Count)
        {
            throw WrongShape(segment, $"it has {array.Dimensions.Count} axes, the segment {segment.Dimensions.Count}",
                $"Number of axes in file ({array.Dimensions.Count}) do not match those in segment descriptor ({segment.Dimensions.Count}).");
        }
        for (int i = 0; i < array.Dimensions.Count && segment.Scope != SegmentScope.VarDim; i++)
        {
            (int length, int wanted) = (array.Dimensions[i], segment.Dimensions[i]);
            if (wanted != 0 && length != wanted)
            {
                throw WrongShape(segment, $"its axis {i + 1} has {length} pixels, that of the segment {wanted}",
                    $"Dimension of axis {i} in file ({length}) do not match those in segment descriptor ({wanted}).");
            }
        }
    }

    private static DrmsException WrongShape(SegmentDefinition segment, string what, string classic) =>
        new(new DrmsError(ErrorCode.Definition, $"the array does not fit segment \"{segment.Name}\": {what}") { ClassicMessage = classic });

    private static DrmsException NoArray(SegmentDefinition segment) =>
        new(new DrmsError(ErrorCode.Argument, $"segment \"{segment.Name}\" cannot be read or written as an array: its protocol is {segment.Protocol.Name()}")
        {
            Hint = segment.Protocol == SegmentProtocol.Generic ? "Copy its files." : null,
        });

    private static string? Mismatch(SegmentArray array, SegmentDefinition segment)
    {
        if (array.Type != segment.Type)
            return $"its pixels are {array.Type.Name()}, those of the segment {segment.Type.Name()}";
        if (array.Dimensions.Count != segment.Dimensions.Count)
            return $"it has {array.Dimensions.Count} axes, the segment {segment.Dimensions.Count}";
        for (int i = 0; i < array.Dimensions.Count && segment.Scope != SegmentScope.VarDim; i++)
        {
            if (segment.Dimensions[i] != 0 && array.Dimensions[i] != segment.Dimensions[i])
                return string.Create(CultureInfo.InvariantCulture, $"its axis {i + 1} has {array.Dimensions[i]} pixels, that of the segment {segment.Dimensions[i]}");
        }
        return null;
    }
}
