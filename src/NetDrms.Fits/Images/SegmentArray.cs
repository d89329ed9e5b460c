using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Images;

/// <summary>An array of pixels with its scaling, as programs hand it to a segment and get it back. Spec 02 §5.2.</summary>
/// <remarks>Physical value = stored value × <see cref="Scale"/> + <see cref="Zero"/> while <see cref="IsRaw"/>; else the pixels are physical already and the two only remember how the file scales.
/// The missing pixel of an integer type is its minimum, of a real type NaN. Whoever makes an array disposes of it.</remarks>
public sealed class SegmentArray : IDisposable
{
    private readonly PixelBuffer _pixels;

    /// <summary>An array of new memory, whose content is arbitrary.</summary>
    /// <param name="type">Type of the pixels: an integer or real type (time counts as double).</param>
    /// <param name="dimensions">Lengths of the axes, fastest first.</param>
    public SegmentArray(DrmsType type, IReadOnlyList<int> dimensions) : this(type, dimensions, new PixelBuffer(CountOf(dimensions) * SizeOf(type)))
    {
    }

    /// <summary>An array over memory, which it takes over.</summary>
    public SegmentArray(DrmsType type, IReadOnlyList<int> dimensions, PixelBuffer pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        Length = CountOf(dimensions);
        if (pixels.Bytes != Length * SizeOf(type))
            throw new ArgumentException($"{pixels.Bytes} bytes do not hold {Length} pixels of type {type}", nameof(pixels));
        Type = type;
        Dimensions = dimensions;
        _pixels = pixels;
    }

    /// <summary>Type of the pixels.</summary>
    public DrmsType Type { get; }

    /// <summary>Lengths of the axes, fastest first.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Number of pixels.</summary>
    public long Length { get; }

    /// <summary>Physical value of the stored 0.</summary>
    public double Zero { get; init; }

    /// <summary>Physical size of a stored step; not 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>True if the pixels are stored values, to be scaled by whoever uses them.</summary>
    public bool IsRaw { get; init; }

    /// <summary>True when stored and physical values are the same.</summary>
    public bool IsUnscaled => Zero == 0 && Scale == 1;

    /// <summary>The memory.</summary>
    internal PixelBuffer Buffer => _pixels;

    /// <summary>An array with a copy of some pixels.</summary>
    public static SegmentArray Of<T>(DrmsType type, IReadOnlyList<int> dimensions, ReadOnlySpan<T> pixels) where T : unmanaged
    {
        SegmentArray array = new(type, dimensions);
        pixels.CopyTo(array.Pixels<T>());
        return array;
    }

    /// <summary>The pixels, first axis fastest.</summary>
    /// <typeparam name="T">sbyte, short, int, long, float or double, as <see cref="Type"/> says.</typeparam>
    public Span<T> Pixels<T>() where T : unmanaged
    {
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() != SizeOf(Type))
            throw new ArgumentException($"pixels of type {Type} are not {typeof(T).Name}");
        return _pixels.Span<T>();
    }

    /// <summary>The same memory with another scaling; this array must not be used any more.</summary>
    internal SegmentArray With(double zero, double scale) => new(Type, Dimensions, _pixels) { Zero = zero, Scale = scale, IsRaw = true };

    /// <summary>Bytes of a pixel.</summary>
    /// <exception cref="ArgumentException">Text is no pixel.</exception>
    public static int SizeOf(DrmsType type) => type switch
    {
        DrmsType.Char => 1,
        DrmsType.Short => 2,
        DrmsType.Int or DrmsType.Float => 4,
        DrmsType.LongLong or DrmsType.Double or DrmsType.Time => 8,
        _ => throw new ArgumentException($"pixels cannot be of type {type}", nameof(type)),
    };

    /// <inheritdoc/>
    public void Dispose() => _pixels.Dispose();

    private static long CountOf(IReadOnlyList<int> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        long count = 1;
        foreach (int length in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            count = checked(count * length);
        }
        return dimensions.Count == 0 ? 0 : count;
    }
}
