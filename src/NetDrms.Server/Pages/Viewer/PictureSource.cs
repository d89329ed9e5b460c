using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Server.Pictures;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>Reads images from files, a few at a time; small ones that were made of large files are kept for a while, because people try scalings.</summary>
internal sealed class PictureSource : IDisposable
{
    private const int AtATime = 2;   // a file of 4096² takes 128 MB for a moment
    private const long LargestFile = 1L << 30;
    private const long LargestKeptPixels = 1 << 21;
    private const int MaxKept = 8;

    private readonly SemaphoreSlim _room = new(AtATime);
    private readonly Lock _gate = new();   // guards _kept
    private readonly LinkedList<(string Key, PixelGrid Grid, (int, int) Size)> _kept = new();   // the last used first

    /// <summary>Reads an image, averaged down so that its longer side has at most some pixels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="factor">Chooses the side of the averaged squares from width and height.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The values, and the size of the whole image.</returns>
    /// <exception cref="DrmsException">The file is none that can be shown.</exception>
    public async Task<(PixelGrid Grid, int Width, int Height)> ReadAsync(SegmentImage image, Func<int, int, int> factor, CancellationToken cancel)
    {
        string key = $"{image.Path}\n{image.Slot}\n{image.Mark}\n{factor(Math.Max(1, image.Width), Math.Max(1, image.Height))}";
        if (Find(key) is (PixelGrid kept, (int keptWidth, int keptHeight)))
            return (kept, keptWidth, keptHeight);
        if (new FileInfo(image.Path).Length > LargestFile)
            throw new DrmsException(new DrmsError(ErrorCode.Limit, "the file is too large to be shown here") { Hint = "Download it." });
        await _room.WaitAsync(cancel);
        try
        {
            (PixelGrid grid, (int width, int height) size) = await Task.Run(() => Read(image, factor), cancel);
            Keep(key, grid, size);
            return (grid, size.width, size.height);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private static (PixelGrid Grid, (int Width, int Height) Size) Read(SegmentImage image, Func<int, int, int> factor)
    {
        using SegmentArray array = SegmentFile.Read(image.Path, image.Segment, DrmsType.Float, image.Slot);
        int width = array.Dimensions[0];
        int height = array.Dimensions[1];
        if (width == 0 || height == 0)
            throw new DrmsException(ErrorCode.Definition, "the image has no pixels");
        return (PixelGrid.Reduced(array, factor(width, height)), (width, height));
    }

    private (PixelGrid Grid, (int, int) Size)? Find(string key)
    {
        lock (_gate)
        {
            for (LinkedListNode<(string Key, PixelGrid Grid, (int, int) Size)>? node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return (node.Value.Grid, node.Value.Size);
            }
        }
        return null;
    }

    private void Keep(string key, PixelGrid grid, (int, int) size)
    {
        if (grid.Values.Length > LargestKeptPixels)
            return;
        lock (_gate)
        {
            _kept.AddFirst((key, grid, size));
            if (_kept.Count > MaxKept)
                _kept.RemoveLast();
        }
    }
}
