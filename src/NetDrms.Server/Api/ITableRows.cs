using NetDrms.Drms.Output.Tables;

namespace NetDrms.Server.Api;

/// <summary>The rows of a table on their way to an answer.</summary>
internal interface ITableRows
{
    /// <summary>Rows that were read.</summary>
    long Count { get; }

    /// <summary>Mark of the next page, known at the end; null when there is none.</summary>
    string? Next { get; }

    /// <summary>Ends the page: the records that follow are those of the next one.</summary>
    void EndPage();

    /// <summary>Reads them; a batch is valid until the next one is asked for.</summary>
    IAsyncEnumerable<RowBatch> ReadAsync(CancellationToken cancel);
}
