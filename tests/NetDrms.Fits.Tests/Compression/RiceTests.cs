using CsCheck;
using NetDrms.Fits.Compression;

namespace NetDrms.Fits.Tests.Compression;

/// <summary>The codec of RICE_1. Spec 02 §5.3.</summary>
public sealed class RiceTests
{
    private static readonly Gen<uint[]> s_pixels =
        // from constant over smooth to pure noise
        Gen.Select(Gen.Int[0, 32], Gen.Int[1, 300], Gen.Int).Select((noise, count, seed) =>
        {
            Random random = new(seed);
            return Enumerable.Range(0, count).Select(i => (uint)(i * 0.3 + random.NextInt64(1L << noise))).ToArray();
        });

    [Fact]
    public void Unpacking_gives_back_what_was_packed() => Gen.Select(s_pixels, Gen.Int[1, 70]).Sample((pixels, block) =>
        ComesBack(pixels, block)
        && ComesBack(Array.ConvertAll(pixels, pixel => (ushort)pixel), block)
        && ComesBack(Array.ConvertAll(pixels, pixel => (byte)pixel), block));

    [Fact]
    public void Any_bytes_give_pixels_or_false_and_never_more() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[1, 100], Gen.Int[1, 40]).Sample((bytes, count, block) =>
        {
            RiceDecoder.TryDecode(bytes, new byte[count].AsSpan(), block);
            RiceDecoder.TryDecode(bytes, new ushort[count].AsSpan(), block);
            RiceDecoder.TryDecode(bytes, new uint[count].AsSpan(), block);
        });

    [Fact]
    public void A_stream_cut_before_its_last_byte_is_noticed()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 100).Select(i => (ushort)(i * i))];
        byte[] packed = new byte[1000];
        int length = RiceEncoder.Encode<ushort>(pixels, packed, 32);
        for (int cut = 0; cut < length; cut++)
            Assert.False(RiceDecoder.TryDecode(packed.AsSpan(0, cut), new ushort[100].AsSpan(), 32));
    }

    [Fact]
    public void No_line_list_gives_more_pixels_than_its_tile() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[1, 100]).Sample((bytes, count) =>
        {
            byte[] list = [0, 0, 0, 7, 255, 156, 0, (byte)((bytes.Length + 14) / 2), 0, 0, 0, 0, 0, 0, .. bytes];
            PlioDecoder.TryDecode(list, new ushort[count].AsSpan());
            PlioDecoder.TryDecode(bytes, new uint[count].AsSpan());
        });

    private static bool ComesBack<T>(T[] pixels, int block) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        byte[] packed = new byte[RiceEncoder.MaxBytes(pixels.Length, System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), block)];
        int length = RiceEncoder.Encode<T>(pixels, packed, block);
        T[] back = new T[pixels.Length];
        return RiceDecoder.TryDecode(packed.AsSpan(0, length), back.AsSpan(), block) && pixels.SequenceEqual(back);
    }
}
