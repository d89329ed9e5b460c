using System.Buffers.Binary;

namespace NetDrms.Fits.Compression;

/// <summary>Makes HCOMPRESS streams safe to unpack: the library writes as many pixels as a stream says, and reads as many bits as it takes.</summary>
internal static class HcompressTile
{
    private const int HeadBytes = 25;
    private const int MostPlanes = 64;
    private const byte Filler = 0xff;

    /// <summary>Checks the head of a stream and copies it with so much padding that unpacking it cannot read beyond.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="pixels">Pixels of the tile.</param>
    /// <param name="padded">The stream and its padding.</param>
    /// <returns>False if the stream is not one of a tile of this size.</returns>
    /// <remarks>Head: code DD99, lengths of both axes and scale (4 bytes each), sum (8), bit planes of three quadrants. A plane costs at most 6 bits for
    /// each node of its quadtree; nodes are fewer than half as many as pixels and edges; then one sign a pixel.</remarks>
    public static bool TryPad(ReadOnlySpan<byte> bytes, int pixels, out byte[] padded)
    {
        padded = [];
        if (bytes.Length < HeadBytes || bytes[0] != 0xdd || bytes[1] != 0x99)
            return false;
        long x = BinaryPrimitives.ReadInt32BigEndian(bytes[2..]);
        long y = BinaryPrimitives.ReadInt32BigEndian(bytes[6..]);
        int planes = Math.Max(bytes[22], Math.Max(bytes[23], bytes[24]));
        if (x <= 0 || y <= 0 || x > pixels || y > pixels || x * y != pixels || planes > MostPlanes)
            return false;
        long nodes = pixels / 2 + 2 * (x + y) + 64;
        long fill = (6 * nodes * planes + pixels) / 8 + 256;
        if (bytes.Length + fill > Array.MaxLength)
            return false;
        padded = new byte[bytes.Length + fill];
        bytes.CopyTo(padded);
        padded.AsSpan(bytes.Length).Fill(Filler);
        return true;
    }
}
