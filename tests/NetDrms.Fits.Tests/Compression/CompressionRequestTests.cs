using System.Globalization;
using CsCheck;
using NetDrms.Fits.Compression;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Tests.Compression;

/// <summary>Compression parameters, and the tables that they make, against CFITSIO. Spec 02 §5.3.</summary>
public sealed class CompressionRequestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("NONE")]
    [InlineData("none")]
    public void None_and_nothing_mean_no_compression(string cparms) => Assert.True(CompressionRequest.IsNone(cparms));

    [Theory]
    [InlineData("compress")]
    [InlineData("compress Rice")]
    [InlineData("compress r 4,3")]
    [InlineData("COMPRESS r")]
    [InlineData("compressr")]
    [InlineData("compress  ")]
    [InlineData("compress 4,3")]
    [InlineData("compress R 4 3")]
    [InlineData("compress R 4, 3")]
    [InlineData("compress R 4,3,2,1")]
    [InlineData("compress R 4,3x")]
    [InlineData("compress R4,3")]
    [InlineData("compress R 4,,3")]
    [InlineData("compress Rice -4,3")]
    [InlineData("compress Rice 0,3")]
    [InlineData("compress R 4,0")]
    [InlineData("compress R 100,3")]
    [InlineData("compress RICE_1 4,3")]
    [InlineData("compress BZIP2")]
    [InlineData("compress X 4,3")]
    [InlineData("compress GZIP")]
    [InlineData("compress GZIP2 4")]
    [InlineData("compress g ,3")]
    [InlineData("compress PLIO")]
    [InlineData("compress P 0")]
    [InlineData("compress HCOMPRESS")]
    [InlineData("compress H 0")]
    [InlineData("compress H 0,1")]
    [InlineData("compress H 0,8")]
    [InlineData("compress H 8,8")]
    [InlineData("compress H 9,9")]
    [InlineData("compress H 100,100")]
    [InlineData("compress H 8")]
    [InlineData("compress H 3,3")]
    [InlineData("compress H 40,0")]
    [InlineData("compress H 8,16,2")]
    public void Parameters_make_the_table_that_CFITSIO_makes(string parameters)
    {
        foreach (int[] axes in new int[][] { [40, 50], [41, 50], [43, 61, 2], [3, 50], [9] })
            Compare(parameters, axes);
    }

    [Fact]
    public void Heights_of_HCOMPRESS_tiles_are_those_of_CFITSIO()
    {
        foreach (int height in Enumerable.Range(4, 40).Concat([49, 65, 97, 113, 145, 193, 241, 481, 721, 961, 1681, 1024, 4096]))
            Compare("compress H", [4, height]);
    }

    [Theory]
    [InlineData("Rice")]
    [InlineData("compres")]
    [InlineData("gzip")]
    [InlineData("compress R;q 4")]
    [InlineData("compress H; s 2.0")]
    [InlineData("compress R 9999999999999999999")]
    public void What_is_no_lossless_compression_is_refused(string cparms) => Assert.False(CompressionRequest.TryParse(cparms, out _));

    [Fact]
    public void Packing_gives_the_bytes_and_cards_of_CFITSIO() =>
        Gen.Select(Gen.Int[3, 5], Gen.Int[1, 40].Array[1, 3], Gen.Int[1, 45].Array[0, 3], Gen.Int, Gen.Int[0, 32]).Sample((log, axes, tiles, seed, noise) =>
            ComparePacked(1 << log, axes, "compress Rice " + string.Join(',', tiles), seed, noise), iter: 200);

    [Fact]
    public void Packing_by_gzip_gives_the_bytes_of_CFITSIO() =>
        Gen.Select(Gen.Int[3, 5], Gen.Int[1, 40].Array[1, 3], Gen.Int[1, 45].Array[0, 3], Gen.Int, Gen.Int[0, 32]).Sample((log, axes, tiles, seed, noise) =>
            ComparePacked(1 << log, axes, "compress GZIP " + string.Join(',', tiles), seed, noise), iter: 200);

    [Fact]
    public void Packing_by_PLIO_and_HCOMPRESS_gives_the_bytes_of_CFITSIO() =>
        Gen.Select(Gen.Int[3, 5], Gen.Int[16, 60].Array[2], Gen.Int).Sample((log, axes, seed) =>
        {
            // little noise, so that the library stays within its buffers
            ComparePacked(1 << log, axes, "compress PLIO", seed, noise: 2);
            ComparePacked(1 << log, axes, "compress HCOMPRESS", seed, noise: 2);
        }, iter: 60);

    private static void Compare(string parameters, int[] axes)
    {
        Assert.True(CompressionRequest.TryParse(parameters, out CompressionRequest? request));
        (string[] Cards, byte[] Data)? theirs = CfitsioOracle.Pack(16, axes, null, parameters);
        long[]? ours = request.TilesFor(axes, out string? error);
        Assert.Equal(theirs is null, ours is null);
        Assert.Equal(ours is null, error is not null);
        if (ours is null)
            return;
        TileHeader header = new(request.Method, 16, [.. axes], ours, 8, 0, 0, 0);
        string[] tiles = [.. header.Cards().Select(card => card.TrimEnd()).Where(card => card.StartsWith('Z'))];
        Assert.Equal(theirs!.Value.Cards.Where(card => card.StartsWith('Z')), tiles);
    }

    private static void ComparePacked(int bitpix, int[] axes, string parameters, int seed, int noise)
    {
        using PixelBuffer pixels = Pixels(bitpix, axes, seed, noise);
        Assert.True(CompressionRequest.TryParse(parameters, out CompressionRequest? request));
        (string[] cards, byte[] data) = CfitsioOracle.Pack(bitpix, axes, pixels, parameters)!.Value;
        using PackedImage ours = TilePacker.Pack("test", bitpix, axes, pixels, request);
        Assert.Equal(cards, ours.Cards.Select(card => card.TrimEnd()));
        Assert.Equal(data.Length, ours.DataBytes);
        Assert.True(ours.Data(0, data.Length).SequenceEqual(data), string.Create(CultureInfo.InvariantCulture, $"{parameters} of {bitpix} bits"));
    }

    private static PixelBuffer Pixels(int bitpix, int[] axes, int seed, int noise)
    {
        Random random = new(seed);
        int count = axes.Aggregate(1, (product, length) => product * length);
        PixelBuffer pixels = new((long)count * (bitpix / 8));
        for (int i = 0; i < count; i++)
        {
            long value = noise == 0 ? 5 : (long)(i * 0.03) % 100 + random.NextInt64(1L << noise);
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
