using System.Buffers;
using System.Globalization;
using System.Text;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The cells that table and list form have in common.</summary>
internal static class ListingRow
{
    public static readonly byte[] InvalidKeyword = "InvalidKeyname"u8.ToArray();
    public static readonly byte[] InvalidSegment = "InvalidSegName"u8.ToArray();
    public static readonly byte[] BadSegmentLink = "BadSegLink"u8.ToArray();
    public static readonly byte[] InvalidLink = "InvalidLink"u8.ToArray();
    public static readonly byte[] NoDirectory = "**_NO_sudir_**"u8.ToArray();
    public static readonly byte[] NoSegments = "Record does not contain any segments - no record directory."u8.ToArray();
    public static readonly byte[] NotAvailable = "NA"u8.ToArray();

    /// <summary>The record's query, or the subset itself.</summary>
    public static void Query(IBufferWriter<byte> output, BoundListing listing, RecordRow row)
    {
        if (row.State != LinkState.Found)
            output.Write(NotAvailable);
        else
            listing.Query.WriteRow(output, row, listing.KeyAt);
    }

    /// <summary>The name or path of a segment's file; a path may be a hole.</summary>
    public static void Segment(ListingOutput output, BoundListing listing, RecordRow row, int segment)
    {
        if (segment < 0)
        {
            output.Bytes.Write(InvalidSegment);
            return;
        }
        SegmentColumn column = listing.Columns.Segments[segment];
        LinkState state = row.StateOfSegment(segment);
        if (state != LinkState.Found && column.Segment.IsLinked)
        {
            output.Bytes.Write(BadSegmentLink);
            return;
        }
        SegmentPlace place = row.Segment(segment);
        bool isShared = column.Effective?.Protocol == SegmentProtocol.Tas;   // one file for all slots: no slot directory
        if (listing.Plan.Options.Parts.HasFlag(ListingParts.Directory))
            output.Directory(column.Segment.IsLinked && listing.Plan.Options.NotThroughLinks ? -1 : place.Sunum, isShared ? -1 : place.Slotnum, "/");
        output.Bytes.Write(Encoding.UTF8.GetBytes(place.File));
    }

    /// <summary>Unit, protocol and dimensions of a segment of this record, without the quotes around them.</summary>
    public static void SegmentInfo(IBufferWriter<byte> output, BoundListing listing, RecordRow row, int segment)
    {
        if (segment < 0 || listing.Columns.Segments[segment].Effective is not SegmentDefinition definition)
        {
            output.Write(segment < 0 ? InvalidSegment : BadSegmentLink);
            return;
        }
        StringBuilder text = new();
        text.Append(definition.Unit).Append(", ").Append(definition.Protocol.Name()).Append(", ");
        for (int axis = 0; axis < definition.Dimensions.Count; axis++)
            text.Append(axis > 0 ? "x" : "").Append(CultureInfo.InvariantCulture, $"{row.SegmentAxis(segment, axis)}");
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The query of the record behind a link.</summary>
    /// <returns>False, with nothing written, when the link is unset or leads nowhere.</returns>
    public static bool TryLink(IBufferWriter<byte> output, BoundListing listing, RecordRow row, int link)
    {
        if (link < 0 || row.StateOfLink(link) != LinkState.Found || listing.LinkQueries[link] is not RecordQueryWriter query)
            return false;
        if (listing.Columns.Links[link].Link.IsDynamic)
            query.WriteLinked(output, row, link);
        else
            query.WriteByNumber(output, row.Link(link).Recnum);
        return true;
    }

    /// <summary>The record directory; a hole.</summary>
    public static void Directory(ListingOutput output, BoundListing listing, RecordRow row)
    {
        if (listing.Columns.Series.Segments.Count == 0)
            output.Bytes.Write(NoSegments);
        else
            output.Directory(row.State == LinkState.Found ? row.Sunum : -1, row.Slotnum, "");
    }
}
