namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes a table, batch after batch, to the bytes it was made with. Nobody has to flush but the owner of those.</summary>
public interface ITableWriter : IDisposable
{
    /// <summary>Rows of a batch that suit the format for so many columns.</summary>
    int RowsOfBatch { get; }

    /// <summary>Writes what stands before the rows.</summary>
    void Begin();

    /// <summary>Writes rows.</summary>
    void Write(RowBatch rows);

    /// <summary>Writes what stands behind the rows. A CSV or NDJSON text, and an Arrow stream for many readers, looks whole without this call: whoever stops early must say so elsewhere, for example by breaking the connection.</summary>
    /// <param name="next">Where the rows after the last one are to be had; null when there are none.</param>
    void End(string? next);
}
