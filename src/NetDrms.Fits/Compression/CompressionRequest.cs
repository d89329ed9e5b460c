using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetDrms.Fits.Compression;

/// <summary>The compression parameters (cparms) of a segment, read as CFITSIO reads them in the brackets of a file name. Spec 02 §1.6, §5.3.</summary>
/// <param name="Method">The method; an unknown word means Rice.</param>
/// <param name="Tiles">Tile lengths as given, 0 for those left out.</param>
internal sealed record CompressionRequest(TileMethod Method, IReadOnlyList<long> Tiles)
{
    private const string Word = "compress";
    private const int Longest = 200;
    private const int MostDigits = 18;

    /// <summary>True when the parameters ask for no compression: empty, or <c>none</c> in any case.</summary>
    public static bool IsNone(string cparms) => cparms.AsSpan().Trim() is { IsEmpty: true } || cparms.AsSpan().Trim().Equals("none", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the parameters.</summary>
    /// <returns>False if they do not begin with <c>compress</c>, or ask for something that loses digits (behind a semicolon).</returns>
    public static bool TryParse(string cparms, [NotNullWhen(true)] out CompressionRequest? request)
    {
        // "compress" [ blanks ] [ letter { not blank } ] { [ blanks ] length [ "," ] } anything
        request = null;
        ReadOnlySpan<char> rest = cparms.AsSpan().Trim();
        if (!rest.StartsWith(Word, StringComparison.OrdinalIgnoreCase) || rest.Length > Longest || rest.Contains(';'))
            return false;
        rest = rest[Word.Length..].TrimStart();
        TileMethod method = TileMethod.Rice;
        if (!rest.IsEmpty && !char.IsAsciiDigit(rest[0]))
        {
            TileMethod? known = char.ToUpperInvariant(rest[0]) switch
            {
                'R' => TileMethod.Rice,
                'G' => TileMethod.Gzip,
                'P' => TileMethod.Plio,
                'H' => TileMethod.Hcompress,
                _ => null,
            };
            method = known ?? TileMethod.Rice;
            int end = rest.IndexOf(' ');
            rest = known is null || end < 0 ? default : rest[end..].TrimStart();
        }
        List<long> tiles = [];
        while (!rest.IsEmpty && char.IsAsciiDigit(rest[0]))
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            if (digits > MostDigits)
                return false;
            tiles.Add(long.Parse(rest[..digits], CultureInfo.InvariantCulture));
            rest = rest[digits..];
            if (rest.StartsWith(","))
                rest = rest[1..];
            rest = rest.TrimStart(' ');
        }
        request = new CompressionRequest(method, tiles);
        return true;
    }

    /// <summary>The lengths of a tile for an image, as they stand in the header: one may be longer than the image.</summary>
    /// <param name="axes">Axes of the image.</param>
    /// <param name="error">Why there are none.</param>
    public long[]? TilesFor(IReadOnlyList<int> axes, out string? error)
    {
        error = null;
        long[] tiles = new long[axes.Count];
        for (int i = 0; i < tiles.Length; i++)
            tiles[i] = i < Tiles.Count && Tiles[i] > 0 ? Tiles[i] : i == 0 ? axes[0] : 1;
        if (Method != TileMethod.Hcompress)
            return tiles;
        if (axes.Count < 2 || axes[0] < 4 || axes[1] < 4)
            error = "HCOMPRESS needs at least 4 pixels on the first two axes";
        else if ((Tiles.Count == 0 || Tiles[0] == 0) && tiles[1] == 1)
            tiles[1] = Rows(axes[1]);
        else if (tiles[0] < 4 || tiles[1] < 4)
            error = "HCOMPRESS needs tiles of at least 4 pixels on the first two axes";
        if (error is null && tiles.Skip(2).Any(length => length > 1))
            error = "HCOMPRESS needs tiles of two axes";
        for (int i = 0; i < 2 && error is null; i++)
        {
            // a last tile of 1 to 3 pixels is too small; one pixel more for the others is all that is tried
            if (IsTooSmall(axes[i] % tiles[i]) && IsTooSmall(axes[i] % ++tiles[i]))
                error = $"HCOMPRESS tiles of {tiles[i] - 1} pixels leave less than 4 pixels at the end of axis {i + 1}";
        }
        return error is null ? tiles : null;
    }

    private static bool IsTooSmall(long rest) => rest is > 0 and < 4;

    // the first of these heights whose last tile has none or at least 4 rows
    private static long Rows(long height)
    {
        if (height <= 30)
            return height;
        foreach (int rows in (ReadOnlySpan<int>)[16, 24, 20, 30, 28, 26, 22, 18, 14])
        {
            if (!IsTooSmall(height % rows))
                return rows;
        }
        return 17;
    }
}
