using NetDrms.Model.Errors;
using NetDrms.Server.Pages.Viewer;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>The picture beside the table.</summary>
/// <param name="Version">Record set of the version shown.</param>
/// <param name="Query">The record by its prime keys.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Width">Pixels a row of the picture; 0 when only the file knows.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Look">How it looks; null with a problem.</param>
/// <param name="Problem">Why it cannot be shown; null when it can.</param>
public sealed record Preview(string Version, string Query, string Segment, int Width, int Height, PictureLook? Look, DrmsError? Problem)
{
    /// <summary>Longer side of the picture at most, in pixels.</summary>
    public const int Size = 512;

    /// <summary>The part of addresses that names the image.</summary>
    public string Image => $"ds={Uri.EscapeDataString(Version)}&seg={Uri.EscapeDataString(Segment)}";
}
