using System.Runtime.CompilerServices;
using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Sums.Units;

namespace NetDrms.Server.Api;

/// <summary>Reads the rows of a table of files: one a record and segment.</summary>
/// <param name="session">The session.</param>
/// <param name="query">What is read; the table has the columns record and recnum, then those of the segments.</param>
/// <param name="root">Address that files' paths are appended to.</param>
/// <param name="batch">Takes the rows.</param>
internal sealed class FileRows(DrmsSession session, RecordTableQuery query, string root, RowBatch batch) : ITableRows
{
    private const int Record = 0;
    private const int Recnum = 1;
    private const int Segment = 2;
    private const int Online = 3;
    private const int Size = 4;
    private const int Sunum = 5;
    private const int Url = 6;

    private readonly RecordSequence _records = new(session, query);
    private readonly RowBatch _scratch = new(query.Table.Fields, 1);
    private readonly List<FilePlace> _places = [];
    private readonly Dictionary<string, byte[]> _names = new(StringComparer.Ordinal);

    /// <summary>The columns.</summary>
    public static IReadOnlyList<TableField> Fields { get; } =
    [
        new("record", FieldType.Text) { Description = "Record set that is the record", Ucd = "meta.id;meta.main" },
        new("recnum", FieldType.Int64) { Description = "Record number", Ucd = "meta.record" },
        new("segment", FieldType.Text) { Description = "Segment", Ucd = "meta.id" },
        new("online", FieldType.Boolean) { Description = "Whether the storage unit is on disk", Ucd = "meta.code.status" },
        new("size", FieldType.Int64) { Description = "Size of the file; missing when it is not on disk", Unit = "byte", Ucd = "phys.size;meta.file" },
        new("sunum", FieldType.Int64) { Description = "Number of the storage unit that has the file", Ucd = "meta.id" },
        new("url", FieldType.Text) { Description = "Address of the file; missing when it is not on disk", Ucd = "meta.ref.url" },
    ];

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public string? Next => _records.Next;

    /// <inheritdoc/>
    public void EndPage() => _records.EndPage();

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach ((RecordTablePart part, RecordRow row) in _records.ReadAsync(cancel))
        {
            _scratch.Clear();
            part.Add(row, _scratch);
            foreach (int field in part.SegmentFields)
            {
                if (!part.HasSegment(field))
                    continue;
                Add(part.SegmentName(field), part.SegmentFile(row, field));
                if (!batch.IsFull)
                    continue;
                await LookUpAsync(cancel);
                yield return batch;
                batch.Clear();
            }
        }
        if (batch.Count == 0)
            yield break;
        await LookUpAsync(cancel);
        yield return batch;
    }

    private void Add(string segment, FilePlace place)
    {
        batch[Record].Add(_scratch[Record].Utf8(0));
        batch[Recnum].Add(_scratch[Recnum].Integer(0));
        if (!_names.TryGetValue(segment, out byte[]? name))
            _names[segment] = name = Encoding.UTF8.GetBytes(segment);
        batch[Segment].Add(name);
        _places.Add(place);
        batch.EndRow();
        Count++;
    }

    private async Task LookUpAsync(CancellationToken cancel)
    {
        UnitLookup units = new(session.Storage.ClientAsync, retrieves: false, retentionDays: null);
        await units.DirectoriesAsync(_places.Select(p => p.Sunum), cancel);
        foreach (FilePlace place in _places)
        {
            string? directory = units.Directory(place.Sunum);
            long? size = directory is null ? null : SizeOf(directory, place.Path);
            batch[Online].Add(directory is null ? 0 : 1);
            if (place.Sunum < 0)
                batch[Sunum].AddMissing();
            else
                batch[Sunum].Add(place.Sunum);
            if (size is long bytes)
            {
                batch[Size].Add(bytes);
                batch[Url].Add(root + SiteAddress.Escape(PublishedPath.Of(directory!) + place.Path));
            }
            else
            {
                batch[Size].AddMissing();
                batch[Url].AddMissing();
            }
        }
        _places.Clear();
    }

    // Without following links: names come from the database.
    private static long? SizeOf(string directory, string path)
    {
        using UnitEntry? entry = UnitEntry.TryOpen(directory, path[1..].Split('/'));
        return entry?.File is { } file ? RandomAccess.GetLength(file) : null;
    }
}
