using System.Buffers;
using System.Text;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Modules.Listing;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Requests;

/// <summary>The files of the requested records as they lie in the storage; none is brought back. Spec 06 §5.2 (7, 8).</summary>
/// <remarks>The numbers stand before the list in the answer, so the list is kept as bytes; the number of records is limited.</remarks>
/// <param name="session">The session.</param>
/// <param name="access">Finds the targets of links.</param>
/// <param name="mostRecords">Most records.</param>
/// <param name="isText">Lines instead of JSON.</param>
/// <param name="isPublished">Paths as the web serves them.</param>
internal sealed class RequestedFiles(DrmsSession session, RecordSetAccess access, long mostRecords, bool isText, bool isPublished)
{
    private const int RowsHeld = 512;

    private readonly UnitLookup _units = new(session.Storage.ClientAsync, retrieves: false, retentionDays: null);
    private readonly List<(byte[] Record, SegmentColumn[] Columns, SegmentPlace[] Places)> _held = [];
    private readonly ArrayBufferWriter<byte> _list = new();
    private readonly ArrayBufferWriter<byte> _record = new();

    /// <summary>How many records there are.</summary>
    public long Records { get; private set; }

    /// <summary>How many files.</summary>
    public long Files { get; private set; }

    /// <summary>Their size.</summary>
    public long Bytes { get; private set; }

    /// <summary>True when there are more records than are allowed; reading stopped there.</summary>
    public bool IsTooLong => Records > mostRecords;

    /// <summary>True when a unit is off line.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>The entries of <c>data</c>, or the lines of the text form.</summary>
    public ReadOnlySpan<byte> List => _list.WrittenSpan;

    /// <summary>Finds the files of a subset.</summary>
    /// <exception cref="DrmsException">A record has no storage unit, or SUMS does not know it or is not there.</exception>
    public async Task AddAsync(RequestedSubset subset, CancellationToken cancel)
    {
        RecordQueryWriter query = new(subset.Query.Series);
        RecordRequest request = new()
        {
            Parts = RecordParts.Place,
            Keywords = [.. query.Keys.Select(key => new RecordKeyword(key, null))],
            Segments = subset.Segments,
        };
        int[] keys = [.. Enumerable.Range(0, query.Keys.Count)];
        RecordColumns columns = await RecordColumns.BindAsync(subset.Query.Series, request, access.FindAsync, cancel);
        SegmentColumn[] segments = [.. columns.Segments];
        await using (RecordReader reader = await RecordReader.OpenAsync(session.Connection, subset.Query, columns, subset.Limit, cancel))
        {
            while (!IsTooLong && await reader.ReadAsync(cancel))
            {
                Records++;
                Hold(reader.Row, segments, query, keys);
                if (_held.Count >= RowsHeld)
                    await FindHeldAsync(cancel);   // SUMS has a connection of its own: the reader may wait
            }
        }
        await FindHeldAsync(cancel);
    }

    private void Hold(RecordRow row, SegmentColumn[] segments, RecordQueryWriter query, int[] keys)
    {
        if (row.Sunum <= 0 && !Array.Exists(segments, s => s.Owner != row.Columns.Series))
            throw new DrmsException(ErrorCode.Sums, "One or more records contain no Storage Units");
        _record.ResetWrittenCount();
        query.WriteRow(_record, row, keys);
        SegmentPlace[] places = new SegmentPlace[segments.Length];
        for (int i = 0; i < segments.Length; i++)
            places[i] = row.StateOfSegment(i) == LinkState.Found ? row.Segment(i) : new SegmentPlace(-1, -1, 0, "");
        _held.Add((_record.WrittenSpan.ToArray(), segments, places));
    }

    private async Task FindHeldAsync(CancellationToken cancel)
    {
        await _units.InfoAsync(_held.SelectMany(record => record.Places.Select(place => place.Sunum)), cancel);
        foreach ((byte[] record, SegmentColumn[] columns, SegmentPlace[] places) in _held)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i].Sunum > 0 && columns[i].Effective is not null)
                    Add(record, columns[i], places[i]);
            }
        }
        _held.Clear();
    }

    private void Add(byte[] record, SegmentColumn column, SegmentPlace place)
    {
        StorageUnit unit = _units.Info(place.Sunum) ?? throw new DrmsException(ErrorCode.Sums, $"One or more Storage Units are invalid: {place.Sunum}");
        if (!unit.IsOnline)
        {
            IsOffline = true;
            return;
        }
        string path = SegmentPaths.File(column.Effective!, unit.Location, place);
        if (StoredSize.Of(path) is not long bytes)
            return;   // never written, or of a record that has no such file
        Bytes += bytes;
        Files++;
        string shown = isPublished ? PublishedPath.Of(path) : path;
        byte[] text = [.. record, .. Encoding.UTF8.GetBytes($"{{{column.Segment.Name}}}")];
        if (isText)
        {
            _list.Write(text);
            _list.Write("\t"u8);
            _list.Write(Encoding.UTF8.GetBytes(shown));
            _list.Write("\n"u8);
            return;
        }
        _list.Write(Files > 1 ? ",{\"record\":"u8 : "{\"record\":"u8);
        JsonText.Write(_list, text);
        _list.Write(",\"filename\":"u8);
        JsonText.Write(_list, shown);
        _list.Write("}"u8);
    }
}
