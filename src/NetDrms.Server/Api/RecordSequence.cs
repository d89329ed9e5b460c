using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;

namespace NetDrms.Server.Api;

/// <summary>The records of an answer, one after the other, subset by subset.</summary>
/// <param name="session">The session.</param>
/// <param name="query">What is read.</param>
internal sealed class RecordSequence(DrmsSession session, RecordTableQuery query)
{
    private bool _hasEnded;

    /// <summary>Records that were read.</summary>
    public long Count { get; private set; }

    /// <summary>Mark of the next page; null when there is none.</summary>
    public string? Next { get; private set; }

    /// <summary>Ends the page: the records that follow are those of the next one.</summary>
    public void EndPage() => _hasEnded = true;

    /// <summary>Reads them; a record is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<(RecordTablePart Part, RecordRow Row)> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        for (int subset = query.Page.Subset; subset < query.Queries.Count; subset++)
        {
            long last = 0;   // of this subset
            RecordTablePart part = query.Table.Of(query.Queries[subset].Series);
            int missing = query.Page.Limit is int limit ? (int)(limit - Count) + 1 : 0;   // one more tells whether there is a next page
            foreach (SqlText statement in await query.Page.StatementsAsync(subset, query.Queries[subset], part.Columns, missing, session.Connection, cancel))
            {
                await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, statement, part.Columns, cancel);
                while (await reader.ReadAsync(cancel))
                {
                    if (Count == query.Page.Limit || _hasEnded)
                    {
                        Next = RecordPage.Mark(subset, last);
                        yield break;
                    }
                    last = reader.Row.Recnum;
                    Count++;
                    yield return (part, reader.Row);
                }
            }
        }
    }
}
