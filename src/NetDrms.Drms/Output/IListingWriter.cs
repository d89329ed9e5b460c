using NetDrms.Drms.Records;

namespace NetDrms.Drms.Output;

/// <summary>A form of listing: table or list.</summary>
public interface IListingWriter
{
    /// <summary>Where it writes; to be flushed by the caller when it is full and at the end.</summary>
    ListingOutput Output { get; }

    /// <summary>Writes a record.</summary>
    void Write(BoundListing listing, RecordRow row);
}
