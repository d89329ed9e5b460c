using System.Buffers;
using System.Text;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;

namespace NetDrms.Drms.Output;

/// <summary>The table form of a listing: tab-separated columns, a line a record. Spec 03 §2.3.</summary>
/// <param name="output">Where rows go.</param>
/// <param name="layout">Spelling of cells and ends of lines.</param>
/// <param name="withHeader">Print the header before the first record.</param>
/// <param name="withTypes">Print types and formats below the header.</param>
public sealed class TableWriter(ListingOutput output, TableLayout layout, bool withHeader, bool withTypes) : IListingWriter
{
    private bool _hasHeader;

    /// <inheritdoc/>
    public ListingOutput Output => output;

    /// <inheritdoc/>
    public void Write(BoundListing listing, RecordRow row)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(row);
        if (!_hasHeader)
            WriteHeader(listing);
        ListingParts parts = listing.Plan.Options.Parts;
        bool exists = row.State == LinkState.Found;
        bool first = true;
        if (parts.HasFlag(ListingParts.Recnum))
            Number(ref first, exists, row.Recnum);
        if (parts.HasFlag(ListingParts.Sunum))
            Number(ref first, exists, exists ? row.Sunum : 0);
        if (parts.HasFlag(ListingParts.Query))
        {
            Next(ref first);
            if (listing.Plan.Options.ShowsSubset)
                output.Bytes.Write(Encoding.UTF8.GetBytes(listing.Subset));
            else
                ListingRow.Query(output.Bytes, listing, row);
        }
        if ((parts & ListingLookups.UnitParts) != 0)
        {
            Next(ref first);
            output.Unit(exists ? row.Sunum : -1);
        }
        if (parts.HasFlag(ListingParts.Session))
        {
            Next(ref first);
            output.Session(exists ? row.SessionId : -1, exists ? row.SessionNamespace : "");
        }
        foreach (int keyword in listing.KeywordAt)
        {
            Next(ref first);
            if (keyword < 0 || row.StateOfKeyword(keyword) != LinkState.Found)
                output.Bytes.Write(layout.UnknownKeyword);
            else
                listing.Cell(keyword)!.Write(output.Bytes, row, keyword);
        }
        WriteRest(listing, row, ref first);
        output.EndRow();
    }

    private void WriteRest(BoundListing listing, RecordRow row, ref bool first)
    {
        bool hasCells = !first;
        for (int i = 0; i < listing.SegmentAt.Length; i++)
        {
            Next(ref first);
            if (listing.SegmentAt[i] < 0)
                output.Bytes.Write(layout.UnknownSegment);
            else
                ListingRow.Segment(output, listing, row, listing.SegmentAt[i]);
            if (!listing.Plan.Options.Parts.HasFlag(ListingParts.SegmentInfo))
                continue;
            output.Bytes.Write("\t\""u8);
            ListingRow.SegmentInfo(output.Bytes, listing, row, listing.SegmentAt[i]);
            output.Bytes.Write("\""u8);
        }
        if (listing.Plan.HasDirectoryColumn)
        {
            Next(ref first);
            ListingRow.Directory(output, listing, row);
        }
        foreach (int link in listing.LinkAt)
        {
            Next(ref first);
            if (!ListingRow.TryLink(output.Bytes, listing, row, link))
                output.Bytes.Write(ListingRow.InvalidLink);
        }
        if (layout.EndsCellsWithTab && hasCells && listing.SegmentAt.Length == 0)
            output.Bytes.Byte((byte)'\t');
        output.Bytes.Byte((byte)'\n');
    }

    private void WriteHeader(BoundListing listing)
    {
        _hasHeader = true;
        if (!withHeader)
            return;
        List<(string Name, string Type, string Format)> columns = [.. ListingHeader.Columns(listing)];
        HeaderLine(columns.Select(c => c.Name));
        if (!withTypes)
            return;
        HeaderLine(columns.Select(c => c.Type));
        HeaderLine(columns.Select(c => c.Format));
    }

    private void HeaderLine(IEnumerable<string> cells)
    {
        output.Bytes.Write(Encoding.UTF8.GetBytes(string.Join('\t', cells) + (layout.EndsCellsWithTab ? "\t\n" : "\n")));
    }

    private void Number(ref bool first, bool exists, long value)
    {
        Next(ref first);
        if (!exists)
        {
            output.Bytes.Write(ListingRow.NotAvailable);
            return;
        }
        Span<byte> target = output.Bytes.GetSpan(32);
        System.Buffers.Text.Utf8Formatter.TryFormat(value, target, out int length);
        int blanks = Math.Max(0, 6 - length);
        target[..length].CopyTo(target[blanks..]);
        target[..blanks].Fill((byte)' ');
        output.Bytes.Advance(blanks + length);
    }

    private void Next(ref bool first)
    {
        if (!first)
            output.Bytes.Byte((byte)'\t');
        first = false;
    }
}
