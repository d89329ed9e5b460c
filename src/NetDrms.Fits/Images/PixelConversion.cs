using System.Numerics;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;

namespace NetDrms.Fits.Images;

/// <summary>Conversion of whole arrays. Spec 02 §4.5 (arrays), §5.2.</summary>
/// <remarks>Scaling is done in double; rounding is half away from zero; the range is tested after rounding; missing stays missing; what does not fit becomes missing.</remarks>
public static class PixelConversion
{
    /// <summary>Gives the physical values of an array as another type: stored values are scaled first.</summary>
    /// <param name="source">The array.</param>
    /// <param name="target">Type wanted; time is double with JD 0 as the missing pixel.</param>
    /// <returns>A new array, not raw, that remembers the scaling.</returns>
    public static SegmentArray ToPhysical(SegmentArray source, DrmsType target)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Convert(source, target, source.IsRaw ? source.Scale : 1, source.IsRaw ? source.Zero : 0, source.Zero, source.Scale, isRaw: false);
    }

    /// <summary>Gives the stored values of an array of physical ones.</summary>
    /// <param name="source">The array of physical values.</param>
    /// <param name="target">Type of the file.</param>
    /// <param name="zero">Physical value of the stored 0.</param>
    /// <param name="scale">Physical size of a stored step.</param>
    internal static SegmentArray ToStored(SegmentArray source, DrmsType target, double zero, double scale)
    {
        SegmentArray stored = new(target, source.Dimensions) { Zero = zero, Scale = scale, IsRaw = true };
        Dispatch(source, stored, scale, zero, divide: true);
        return stored;
    }

    private static SegmentArray Convert(SegmentArray source, DrmsType target, double scale, double offset, double zero, double rememberedScale, bool isRaw)
    {
        SegmentArray converted = new(target, source.Dimensions) { Zero = zero, Scale = rememberedScale, IsRaw = isRaw };
        Dispatch(source, converted, scale, offset, divide: false);
        return converted;
    }

    private static void Dispatch(SegmentArray source, SegmentArray target, double scale, double zero, bool divide)
    {
        switch (source.Type)
        {
            case DrmsType.Char: From<sbyte>(source, target, scale, zero, divide); break;
            case DrmsType.Short: From<short>(source, target, scale, zero, divide); break;
            case DrmsType.Int: From<int>(source, target, scale, zero, divide); break;
            case DrmsType.LongLong: From<long>(source, target, scale, zero, divide); break;
            case DrmsType.Float: From<float>(source, target, scale, zero, divide); break;
            default: From<double>(source, target, scale, zero, divide); break;
        }
    }

    private static void From<TSource>(SegmentArray source, SegmentArray target, double scale, double zero, bool divide)
        where TSource : unmanaged, INumber<TSource>, IMinMaxValue<TSource>
    {
        ReadOnlySpan<TSource> from = source.Pixels<TSource>();
        Scaling scaling = new(scale, zero, divide);
        bool sourceIsTime = source.Type == DrmsType.Time;
        switch (target.Type)
        {
            case DrmsType.Char: ToInteger(from, target.Pixels<sbyte>(), scaling, sourceIsTime); break;
            case DrmsType.Short: ToInteger(from, target.Pixels<short>(), scaling, sourceIsTime); break;
            case DrmsType.Int: ToInteger(from, target.Pixels<int>(), scaling, sourceIsTime); break;
            case DrmsType.LongLong: ToInteger(from, target.Pixels<long>(), scaling, sourceIsTime); break;
            case DrmsType.Float: ToReal(from, target.Pixels<float>(), scaling, sourceIsTime, float.NaN); break;
            case DrmsType.Double: ToReal(from, target.Pixels<double>(), scaling, sourceIsTime, double.NaN); break;
            default: ToReal(from, target.Pixels<double>(), scaling, sourceIsTime, DrmsTime.Missing.Seconds); break;
        }
    }

    private static void ToInteger<TSource, TTarget>(ReadOnlySpan<TSource> from, Span<TTarget> to, Scaling scaling, bool sourceIsTime)
        where TSource : unmanaged, INumber<TSource>, IMinMaxValue<TSource>
        where TTarget : unmanaged, IBinaryInteger<TTarget>, IMinMaxValue<TTarget>
    {
        TTarget missing = TTarget.MinValue;
        if (scaling.IsIdentity && IsInteger<TSource>())
        {
            for (int i = 0; i < from.Length; i++)
            {
                long value = long.CreateTruncating(from[i]);
                TTarget narrow = TTarget.CreateTruncating(value);
                to[i] = from[i] != TSource.MinValue && long.CreateTruncating(narrow) == value ? narrow : missing;
            }
            return;
        }
        double low = double.CreateTruncating(TTarget.MinValue);
        double high = double.CreateTruncating(TTarget.MaxValue);   // of long 2^63, which itself is out
        bool wide = Unsafe64<TTarget>();
        for (int i = 0; i < from.Length; i++)
        {
            if (IsMissing(from[i], sourceIsTime))
            {
                to[i] = missing;
                continue;
            }
            double rounded = Math.Round(scaling.Apply(double.CreateTruncating(from[i])), MidpointRounding.AwayFromZero);
            bool fits = rounded >= low && (wide ? rounded < high : rounded <= high);
            to[i] = fits ? TTarget.CreateTruncating((long)rounded) : missing;
        }
    }

    private static void ToReal<TSource, TTarget>(ReadOnlySpan<TSource> from, Span<TTarget> to, Scaling scaling, bool sourceIsTime, TTarget missing)
        where TSource : unmanaged, INumber<TSource>, IMinMaxValue<TSource>
        where TTarget : unmanaged, IFloatingPointIeee754<TTarget>, IMinMaxValue<TTarget>
    {
        bool narrowing = typeof(TTarget) == typeof(float) && (typeof(TSource) == typeof(double) || !scaling.IsIdentity);
        for (int i = 0; i < from.Length; i++)
        {
            if (IsMissing(from[i], sourceIsTime))
            {
                to[i] = missing;
                continue;
            }
            if (scaling.IsIdentity && !narrowing)
            {
                to[i] = TTarget.CreateTruncating(from[i]);
                continue;
            }
            double value = scaling.Apply(double.CreateTruncating(from[i]));
            // a double beyond the range of float is out of range, infinity included
            to[i] = narrowing && !(Math.Abs(value) <= float.MaxValue) ? missing : TTarget.CreateTruncating(value);
        }
    }

    private static bool IsMissing<T>(T value, bool isTime) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (IsInteger<T>())
            return value == T.MinValue;
        return T.IsNaN(value) || (isTime && new DrmsTime(double.CreateTruncating(value)).IsMissing);
    }

    private static bool IsInteger<T>() => typeof(T) != typeof(float) && typeof(T) != typeof(double);

    private static bool Unsafe64<T>() => typeof(T) == typeof(long);

    /// <summary>v × scale + zero, or its inverse.</summary>
    private readonly record struct Scaling(double Scale, double Zero, bool Divide)
    {
        public bool IsIdentity => Scale == 1 && Zero == 0;

        public double Apply(double value) => IsIdentity ? value : Divide ? (value - Zero) / Scale : value * Scale + Zero;
    }
}
