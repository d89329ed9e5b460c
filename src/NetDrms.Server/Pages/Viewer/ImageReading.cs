using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Series;
using NetDrms.Server.Pictures;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>Reads what the page of an image shows.</summary>
/// <param name="pictures">Reads files whose size no record tells.</param>
internal sealed class ImageReading(PictureSource pictures)
{
    private const int LargestShown = 2048;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads it.</summary>
    /// <exception cref="Model.Errors.DrmsException">There is no such image.</exception>
    public async Task<ImageModel> ReadAsync(HttpContext http, PageSession session)
    {
        SegmentImage image = await SegmentImage.FindAsync(session, http.Request.Query["ds"].ToString(), PictureEndpoints.Segment(http), http.RequestAborted);
        if (!image.IsPicture)
            throw PictureEndpoints.NoPicture(image);
        (int width, int height) = (image.Width, image.Height);
        if (width <= 0 || height <= 0)
            (_, width, height) = await pictures.ReadAsync(image, static (w, h) => PixelGrid.FactorFor(w, h, LargestShown), http.RequestAborted);
        bool isWhole = http.Request.Query["whole"] == "1";
        SkyFrame? frame = SkyFrame.Of(image);
        return new ImageModel
        {
            Series = image.Series.Name.Text,
            Query = image.Query,
            Version = string.Create(CultureInfo.InvariantCulture, $"{image.Series.Name.Text}[:#{image.Recnum}]"),
            Segment = image.Name,
            Segments = [.. image.Series.Segments.Where(IsPicture).Select(segment => segment.Name)],
            Unit = image.Segment.Unit is "none" ? "" : image.Segment.Unit,
            Width = width,
            Height = height,
            Factor = isWhole ? 1 : PixelGrid.FactorFor(width, height, LargestShown),
            Look = PictureLook.Of(http.Request.Query, image),
            Frame = frame is { IsHelioprojective: true } ? JsonSerializer.Serialize(frame, s_json) : null,
            Back = Wording.RecordsUrl(image.Query),
        };
    }

    private static bool IsPicture(SegmentDefinition segment) => segment.IsLinked || segment is { IsRaw: false, Dimensions.Count: 2, Protocol: not SegmentProtocol.Generic };
}
