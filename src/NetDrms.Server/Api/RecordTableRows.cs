using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;

namespace NetDrms.Server.Api;

/// <summary>Reads the rows of a table of records, batch by batch.</summary>
/// <param name="session">The session.</param>
/// <param name="query">What is read.</param>
/// <param name="root">Address that files' paths are appended to.</param>
/// <param name="batch">Takes the rows.</param>
internal sealed class RecordTableRows(DrmsSession session, RecordTableQuery query, string root, RowBatch batch)
{
    private readonly List<FilePlace> _places = [];

    /// <summary>Rows that were read.</summary>
    public long Count { get; private set; }

    /// <summary>Mark of the next page; null when there is none.</summary>
    public string? Next { get; private set; }

    /// <summary>Reads them; a batch is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        for (int subset = query.Page.Subset; subset < query.Queries.Count && Next is null; subset++)
        {
            long last = 0;   // of this subset
            RecordTablePart part = query.Table.Of(query.Queries[subset].Series);
            int[] segments = [.. part.SegmentFields];
            int missing = query.Page.Limit is int limit ? (int)(limit - Count) + 1 : 0;   // one more tells whether there is a next page
            foreach (SqlText statement in await query.Page.StatementsAsync(subset, query.Queries[subset], part.Columns, missing, session.Connection, cancel))
            {
                await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, statement, part.Columns, cancel);
                while (Next is null && await reader.ReadAsync(cancel))
                {
                    if (Count == query.Page.Limit)
                    {
                        Next = RecordPage.Mark(subset, last);
                        break;
                    }
                    part.Add(reader.Row, batch);
                    foreach (int field in segments)
                        _places.Add(part.SegmentFile(reader.Row, field));
                    last = reader.Row.Recnum;
                    Count++;
                    if (!batch.IsFull)
                        continue;
                    await LookUpAsync(segments, cancel);
                    yield return batch;
                    batch.Clear();
                }
                if (Next is not null)
                    break;
            }
            if (batch.Count > 0 && segments.Length > 0)   // the next subset may have its files in other columns
            {
                await LookUpAsync(segments, cancel);
                yield return batch;
                batch.Clear();
            }
        }
        if (batch.Count > 0)
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
