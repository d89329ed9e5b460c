using System.Buffers;
using System.Text;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;

namespace NetDrms.Drms.Output;

/// <summary>The list form, <c>show_info -k</c>: a block of <c>NAME=value</c> lines a record; what <c>set_info -k</c> reads. Spec 03 §2.4.</summary>
/// <param name="output">Where rows go.</param>
/// <param name="layout">Spelling of cells and ends of blocks.</param>
public sealed class ListWriter(ListingOutput output, ListLayout layout) : IListingWriter
{
    private readonly OutputBuffer _text = new(null);
    private bool _hasRecords;

    /// <inheritdoc/>
    public ListingOutput Output => output;

    /// <inheritdoc/>
    public void Write(BoundListing listing, RecordRow row)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(row);
        OutputBuffer bytes = output.Bytes;
        if (_hasRecords && layout == ListLayout.ShowInfo)
            bytes.Write("\n"u8);
        _hasRecords = true;
        bytes.Write("# "u8);
        ListingRow.Query(bytes, listing, row);
        bytes.Write("\n"u8);
        ListingParts parts = listing.Plan.Options.Parts;
        bool exists = row.State == LinkState.Found;
        if (parts.HasFlag(ListingParts.Recnum))
            Line("recnum=", exists, row.Recnum);
        if (parts.HasFlag(ListingParts.Sunum))
            Line("sunum=", exists, exists ? row.Sunum : 0);
        if ((parts & ListingLookups.UnitParts) != 0)
            output.Unit(exists ? row.Sunum : -1);
        if (parts.HasFlag(ListingParts.Session))
            output.Session(exists ? row.SessionId : -1, exists ? row.SessionNamespace : "");
        for (int i = 0; i < listing.KeywordAt.Length; i++)
            Keyword(listing, row, listing.KeywordAt[i], i);
        Files(listing, row);
        if (layout == ListLayout.ShowKeys)
            bytes.Write("\n"u8);
        output.EndRow();
    }

    private void Keyword(BoundListing listing, RecordRow row, int keyword, int column)
    {
        if (keyword < 0 || row.StateOfKeyword(keyword) != LinkState.Found)
            return;
        OutputBuffer bytes = output.Bytes;
        ValueCell cell = listing.Cell(keyword)!;
        Name(listing.Plan.Keywords[column]);
        if (!cell.IsText || listing.Plan.Options.WithoutQuotes)
            cell.Write(bytes, row, keyword);
        else
        {
            _text.Clear();
            cell.Write(_text, row, keyword);
            bytes.Write("\""u8);
            QuotedText.Write(bytes, _text.Held);
            bytes.Write("\""u8);
        }
        bytes.Write("\n"u8);
    }

    private void Files(BoundListing listing, RecordRow row)
    {
        OutputBuffer bytes = output.Bytes;
        for (int i = 0; i < listing.SegmentAt.Length; i++)
        {
            Name(listing.Plan.Segments[i]);
            ListingRow.Segment(output, listing, row, listing.SegmentAt[i]);
            bytes.Write("\n"u8);
            if (!listing.Plan.Options.Parts.HasFlag(ListingParts.SegmentInfo))
                continue;
            Name($"{listing.Plan.Segments[i]}_info");
            bytes.Write("\""u8);
            ListingRow.SegmentInfo(bytes, listing, row, listing.SegmentAt[i]);
            bytes.Write("\"\n"u8);
        }
        if (listing.Plan.HasDirectoryColumn)
        {
            Name("SUDIR");
            ListingRow.Directory(output, listing, row);
            bytes.Write("\n"u8);
        }
        for (int i = 0; i < listing.LinkAt.Length; i++)
        {
            _text.Clear();
            if (!ListingRow.TryLink(_text, listing, row, listing.LinkAt[i]))
                continue;
            Name(listing.Plan.Links[i]);
            bytes.Write("\""u8);
            QuotedText.Write(bytes, _text.Held);
            bytes.Write("\"\n"u8);
        }
    }

    private void Line(string name, bool exists, long value)
    {
        string prefix = layout == ListLayout.ShowInfo ? "## " : "";
        output.Bytes.Write(Encoding.UTF8.GetBytes(exists ? string.Create(null, $"{prefix}{name}{value}\n") : $"{prefix}{name}NA\n"));
    }

    private void Name(string name)
    {
        output.Bytes.Write(Encoding.UTF8.GetBytes(name));
        output.Bytes.Write("="u8);
    }
}
