using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Images;

/// <summary>The file of a <c>tas</c> segment: one image a storage unit, a slice along its last axis for each slot. Spec 02 §5.5.</summary>
public static class TasFile
{
    private const string VirginSuffix = ".virgin";

    /// <summary>Name of the empty file that marks a cube without a written slice.</summary>
    public static string MarkerOf(string path) => path + VirginSuffix;

    /// <summary>Makes the cube of a new storage unit, full of missing pixels, with its marker.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">Definition of the segment.</param>
    /// <param name="unitSize">Slots of the unit.</param>
    /// <param name="scaling">Scaling of the definition.</param>
    /// <param name="cparms">Compression parameters.</param>
    /// <param name="clock">Dates the checksums; the system's by default.</param>
    public static void Create(string path, SegmentDefinition segment, int unitSize, SegmentScaling scaling, string cparms = "", TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentOutOfRangeException.ThrowIfLessThan(unitSize, 1);
        using SegmentArray cube = new(segment.Type, [.. segment.Dimensions, unitSize]) { Zero = scaling.Zero, Scale = scaling.Scale, IsRaw = true };
        FillWithMissing(cube);
        ImageWriter.Write(path, cube, cparms, clock ?? TimeProvider.System);
        FileReplacement.Write(MarkerOf(path), 0, static _ => { });
    }

    /// <summary>Writes the slice of a slot; the file is replaced as a whole.</summary>
    internal static void WriteSlice(string path, SegmentArray stored, string cparms, int slot, TimeProvider clock)
    {
        using FitsImage old = FitsFile.Read(path);
        SegmentArray cube = old.Array;
        if (cube.Type != stored.Type || !cube.Dimensions.SkipLast(1).SequenceEqual(stored.Dimensions))
            throw FitsFault.Damaged(path, "it is no cube of such slices");
        if (slot < 0 || slot >= cube.Dimensions[^1])
            throw FitsFault.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"it has no slice {slot}"));
        if (cube.Type.IsInteger() && (!SameNumber(cube.Zero, stored.Zero) || !SameNumber(cube.Scale, stored.Scale)))
            throw OtherScaling(path, cube, stored);
        long offset = slot * stored.Buffer.Bytes;
        const int PartBytes = 1 << 24;
        for (long done = 0; done < stored.Buffer.Bytes; done += PartBytes)
        {
            int length = (int)Math.Min(PartBytes, stored.Buffer.Bytes - done);
            stored.Buffer.Slice(done, length).CopyTo(cube.Buffer.Slice(offset + done, length));
        }
        ImageWriter.Write(path, cube, cparms, clock);
        File.Delete(MarkerOf(path));
    }

    private static DrmsException OtherScaling(string path, SegmentArray cube, SegmentArray stored) =>
        new(new DrmsError(ErrorCode.Definition, string.Create(CultureInfo.InvariantCulture,
            $"cannot write \"{path}\": the array's zero {stored.Zero} and scale {stored.Scale} are not those of the file, {cube.Zero} and {cube.Scale}"))
        {
            File = path,
            ClassicMessage = string.Create(CultureInfo.InvariantCulture,
                $"The output array's bzero/bscale values ({stored.Zero}/{stored.Scale}) do not match those of the TAS file ({cube.Zero}/{cube.Scale})."),
        });

    // the record's keywords went through text
    private static bool SameNumber(double a, double b) => a == b || Math.Abs(a - b) <= 1e-11 * Math.Max(Math.Abs(a), Math.Abs(b));

    private static void FillWithMissing(SegmentArray cube)
    {
        switch (cube.Type)
        {
            case DrmsType.Char: cube.Pixels<sbyte>().Fill(sbyte.MinValue); break;
            case DrmsType.Short: cube.Pixels<short>().Fill(short.MinValue); break;
            case DrmsType.Int: cube.Pixels<int>().Fill(int.MinValue); break;
            case DrmsType.LongLong: cube.Pixels<long>().Fill(long.MinValue); break;
            case DrmsType.Float: cube.Pixels<float>().Fill(float.NaN); break;
            default: cube.Pixels<double>().Fill(double.NaN); break;
        }
    }
}
