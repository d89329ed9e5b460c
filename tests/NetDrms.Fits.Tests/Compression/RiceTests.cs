using CsCheck;
using NetDrms.Fits.Compression;
using NetDrms.Fits.Images;
using NetDrms.Fits.Tests.Images;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Tests.Compression;

/// <summary>The managed RICE_1 against CFITSIO. Spec 02 §5.3.</summary>
public sealed class RiceTests
{
    private static readonly Gen<(int Bitpix, int[] Axes, int[] Tiles, int Seed, int Noise)> s_cases =
        Gen.Select(Gen.Int[3, 5].Select(n => 1 << n), Gen.Int[1, 40].Array[1, 3], Gen.Int[1, 45].Array[0, 3], Gen.Int, Gen.Int[0, 32]);

    [Fact]
    public void Packing_gives_the_bytes_and_cards_of_CFITSIO() => s_cases.Sample(c =>
    {
        int[] tiles = c.Tiles[..Math.Min(c.Tiles.Length, c.Axes.Length)];
        using PixelBuffer pixels = Pixels(c.Bitpix, c.Axes, c.Seed, c.Noise);
        string parameters = tiles.Length == 0 ? "compress" : "compress Rice " + string.Join(',', tiles);
        Assert.True(CompressionText.TryRice(parameters, out IReadOnlyList<long> lengths));
        using PackedImage ours = RicePacker.Pack(c.Bitpix, c.Axes, pixels, lengths);
        using PackedImage theirs = CfitsioPacker.Pack("test", c.Bitpix, c.Axes, pixels, parameters);
        Assert.Equal(theirs.Cards, ours.Cards.Select(card => card.TrimEnd()));
        Assert.Equal(theirs.DataBytes, ours.DataBytes);
        Assert.True(theirs.Data(0, (int)theirs.DataBytes).SequenceEqual(ours.Data(0, (int)ours.DataBytes)));
    });

    [Fact]
    public void Unpacking_gives_back_what_was_packed() => s_cases.Sample(c =>
    {
        using PixelBuffer pixels = Pixels(c.Bitpix, c.Axes, c.Seed, c.Noise);
        byte[] packed = new byte[RiceEncoder.MaxBytes(pixels.Bytes, c.Bitpix / 8, 32)];
        bool same = c.Bitpix switch
        {
            8 => ComesBack(pixels.Span<byte>(), packed),
            16 => ComesBack(pixels.Span<ushort>(), packed),
            _ => ComesBack(pixels.Span<uint>(), packed),
        };
        Assert.True(same);
    });

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

    [Theory]
    [InlineData("compress", "")]
    [InlineData("compress Rice", "")]
    [InlineData("compress r 4,3", "4,3")]
    [InlineData("compress   Rice   100", "100")]
    public void Plain_Rice_parameters_are_recognised(string text, string tiles)
    {
        Assert.True(CompressionText.TryRice(text, out IReadOnlyList<long> lengths));
        Assert.Equal(tiles, string.Join(',', lengths));
    }

    [Theory]
    [InlineData("compress GZIP")]
    [InlineData("compress BZIP2")]
    [InlineData("compress Rice 0,3")]
    [InlineData("compress Rice 4,")]
    [InlineData("compress Rice2")]
    [InlineData("compress Rice 4,3; q 4")]
    public void Other_parameters_are_left_to_CFITSIO(string text) => Assert.False(CompressionText.TryRice(text, out _));

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("NONE", true)]
    [InlineData("none", true)]
    [InlineData("compress", false)]
    public void None_and_nothing_mean_no_compression(string cparms, bool none) => Assert.Equal(none, CompressionText.IsNone(cparms));

    private static bool ComesBack<T>(Span<T> pixels, byte[] packed) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int length = RiceEncoder.Encode<T>(pixels, packed, 32);
        T[] back = new T[pixels.Length];
        return RiceDecoder.TryDecode(packed.AsSpan(0, length), back.AsSpan(), 32) && pixels.SequenceEqual(back);
    }

    // from constant over smooth to pure noise
    private static PixelBuffer Pixels(int bitpix, int[] axes, int seed, int noise)
    {
        Random random = new(seed);
        int count = axes.Aggregate(1, (product, length) => product * length);
        PixelBuffer pixels = new((long)count * (bitpix / 8));
        for (int i = 0; i < count; i++)
        {
            long value = noise == 0 ? 5 : (long)(i * 0.3) + (random.NextInt64(1L << noise) - (1L << noise >> 1));
            switch (bitpix)
            {
                case 8: pixels.Span<byte>()[i] = (byte)value; break;
                case 16: pixels.Span<short>()[i] = (short)value; break;
                default: pixels.Span<int>()[i] = (int)value; break;
            }
        }
        return pixels;
    }
}
