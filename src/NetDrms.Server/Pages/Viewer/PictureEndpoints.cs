using System.Globalization;
using System.Runtime.InteropServices;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;
using NetDrms.Server.Pictures;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>Pictures, pixel values and files of segments, by record set. Spec 06 §11.6, §12.</summary>
/// <param name="pictures">Reads the files.</param>
internal sealed class PictureEndpoints(PictureSource pictures)
{
    private const int UsualSize = 512;
    private const int LargestSize = 4096;
    private const int ChunkRows = 64;

    /// <summary>A picture as PNG: parameters ds, seg, size (its longer side at most), scaling, colors, min, max.</summary>
    public async Task SendPreviewAsync(HttpContext http, PageSession session)
    {
        int size = Whole(http.Request.Query, "size", UsualSize, 16, LargestSize);
        SegmentImage image = await FindAsync(http, session);
        PictureLook look = PictureLook.Of(http.Request.Query, image);
        if (IsKnown(http, string.Create(CultureInfo.InvariantCulture, $"\"{image.Mark}-{size}{look.Query}\"")))
            return;
        (PixelGrid grid, _, _) = await pictures.ReadAsync(image, (width, height) => PixelGrid.FactorFor(width, height, size), http.RequestAborted);
        byte[] png = await Task.Run(() => look.Paint(grid), http.RequestAborted);
        http.Response.ContentType = "image/png";
        http.Response.ContentLength = png.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(png, http.RequestAborted);
    }

    /// <summary>Values as 32-bit floats, little-endian, first row at the bottom: parameters ds, seg, reduce (side of the averaged squares).</summary>
    public async Task SendPixelsAsync(HttpContext http, PageSession session)
    {
        int reduce = Whole(http.Request.Query, "reduce", 1, 1, LargestSize);
        SegmentImage image = await FindAsync(http, session);
        if (IsKnown(http, string.Create(CultureInfo.InvariantCulture, $"\"{image.Mark}-{reduce}\"")))
            return;
        (PixelGrid grid, int width, int height) = await pictures.ReadAsync(image, (_, _) => reduce, http.RequestAborted);
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = (long)grid.Values.Length * sizeof(float);
        http.Response.Headers["X-Image-Size"] = string.Create(CultureInfo.InvariantCulture, $"{width} {height}");
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        for (int row = 0; row < grid.Height; row += ChunkRows)   // a machine of the other byte order does not run .NET
        {
            int count = Math.Min(ChunkRows, grid.Height - row) * grid.Width;
            MemoryMarshal.AsBytes(grid.Values.AsSpan(row * grid.Width, count)).CopyTo(http.Response.BodyWriter.GetSpan(count * sizeof(float)));
            http.Response.BodyWriter.Advance(count * sizeof(float));
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>Leads to the file itself, whose address is that of its storage unit: parameters ds, seg.</summary>
    public static async Task SendFileAsync(HttpContext http, PageSession session)
    {
        SegmentImage image = await SegmentImage.FindAsync(session, http.Request.Query["ds"].ToString(), Segment(http), http.RequestAborted);
        string path = string.Join('/', PublishedPath.Of(image.Path).Split('/').Select(Uri.EscapeDataString));
        http.Response.Redirect(path);
    }

    private static async Task<SegmentImage> FindAsync(HttpContext http, PageSession session)
    {
        SegmentImage image = await SegmentImage.FindAsync(session, http.Request.Query["ds"].ToString(), Segment(http), http.RequestAborted);
        return image.IsPicture ? image : throw NoPicture(image);
    }

    /// <summary>Name of the segment that a request asks for; null for the first.</summary>
    public static string? Segment(HttpContext http) => http.Request.Query["seg"].ToString() is { Length: > 0 } name ? name : null;

    /// <summary>The error for a segment that is no picture.</summary>
    public static DrmsException NoPicture(SegmentImage image) => new(new DrmsError(ErrorCode.Argument, $"segment \"{image.Name}\" of {image.Query} is no picture") { Hint = "Only arrays of two axes are shown; download the file." });

    // A picture of a record never changes but by a new version of its file.
    private static bool IsKnown(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "public, max-age=60";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch != tag)
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static int Whole(IQueryCollection query, string name, int usual, int least, int greatest)
    {
        string text = query[name].ToString();
        if (text.Length == 0)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= greatest
            ? number
            : throw new DrmsException(new DrmsError(ErrorCode.Argument, $"{name}={Excerpt.Of(text)} is not a number from {least} to {greatest}"));
    }
}
