using System.Runtime.CompilerServices;
using NetDrms.Drms.Output;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;

namespace NetDrms.Server.Api;

/// <summary>Reads the rows of a table of records.</summary>
/// <param name="session">The session.</param>
/// <param name="query">What is read.</param>
/// <param name="root">Address that files' paths are appended to.</param>
/// <param name="batch">Takes the rows.</param>
internal sealed class RecordTableRows(DrmsSession session, RecordTableQuery query, string root, RowBatch batch) : ITableRows
{
    private readonly RecordSequence _records = new(session, query);
    private readonly List<FilePlace> _places = [];

    /// <inheritdoc/>
    public long Count => _records.Count;

    /// <inheritdoc/>
    public string? Next => _records.Next;

    /// <inheritdoc/>
    public void EndPage() => _records.EndPage();

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        int[] segments = [];
        await foreach ((RecordTablePart part, RecordRow row) in _records.ReadAsync(cancel))
        {
            if (batch.Count == 0)
                segments = [.. part.SegmentFields];   // the same for all series
            part.Add(row, batch);
            foreach (int field in segments)
                _places.Add(part.SegmentFile(row, field));
            if (!batch.IsFull)
                continue;
            await LookUpAsync(segments, cancel);
            yield return batch;
            batch.Clear();
        }
        if (batch.Count == 0)
            yield break;
        await LookUpAsync(segments, cancel);
        yield return batch;
    }

    // Fills the columns of addresses for all rows of the batch, with one question to the storage daemon.
    private async Task LookUpAsync(int[] segments, CancellationToken cancel)
    {
        if (segments.Length == 0)
            return;
        UnitLookup units = new(session.Storage.ClientAsync, retrieves: false, retentionDays: null) { IsPublished = true };
        await units.DirectoriesAsync(_places.Select(p => p.Sunum), cancel);
        for (int i = 0; i < _places.Count; i++)
        {
            FieldValues values = batch[segments[i % segments.Length]];
            if (units.Directory(_places[i].Sunum) is string directory)
                values.Add(root + SiteAddress.Escape(directory + _places[i].Path));
            else
                values.AddMissing();
        }
        _places.Clear();
    }
}
