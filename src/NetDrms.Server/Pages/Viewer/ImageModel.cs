namespace NetDrms.Server.Pages.Viewer;

/// <summary>What the page of an image shows.</summary>
public sealed record ImageModel
{
    /// <summary>The series.</summary>
    public required string Series { get; init; }

    /// <summary>The record's query by prime keys.</summary>
    public required string Query { get; init; }

    /// <summary>The record set of exactly this version.</summary>
    public required string Version { get; init; }

    /// <summary>The segment.</summary>
    public required string Segment { get; init; }

    /// <summary>Segments that are pictures.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Unit of the values; empty without one.</summary>
    public required string Unit { get; init; }

    /// <summary>Pixels a row of the whole image.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the whole image.</summary>
    public required int Height { get; init; }

    /// <summary>Side of the averaged squares of what is shown.</summary>
    public required int Factor { get; init; }

    /// <summary>How it looks.</summary>
    public required PictureLook Look { get; init; }

    /// <summary>Its place on the sky as JSON; null when it is not known.</summary>
    public string? Frame { get; init; }

    /// <summary>The explorer page that led here; the record's own by default.</summary>
    public required string Back { get; init; }

    /// <summary>Address of the picture.</summary>
    public string PictureUrl => $"/preview.png?ds={Uri.EscapeDataString(Version)}&seg={Uri.EscapeDataString(Segment)}&size={ShownSize}{Look.Query}";

    /// <summary>Longer side of what is shown.</summary>
    public int ShownSize => (Math.Max(Width, Height) + Factor - 1) / Factor;
}
