using NetDrms.Drms.Sources;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;

namespace NetDrms.Modules.Ingesting;

/// <summary>A file on its way into a record: read, known already, or not to be had.</summary>
/// <param name="Stamp">The file.</param>
internal sealed record IngestSource(SourceStamp Stamp) : IDisposable
{
    /// <summary>True when it is as it was when it was stored; nothing else is filled in then.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public byte[] Sha256 { get; init; } = [];

    /// <summary>Its header; without cards for a file that is not FITS.</summary>
    public FitsHeader Header { get; init; } = new([]);

    /// <summary>Its image, when the segment holds images.</summary>
    public FitsImage? Image { get; init; }

    /// <summary>Why it could not be read.</summary>
    public DrmsError? Error { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Image?.Dispose();
}
