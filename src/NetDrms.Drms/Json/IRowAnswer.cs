using NetDrms.Drms.Output;
using NetDrms.Drms.Records;

namespace NetDrms.Drms.Json;

/// <summary>Takes the rows of a record set, one subset after another, and has the answer ready after the last one. Spec 06 §2.4, §2.5.</summary>
public interface IRowAnswer
{
    /// <summary>True when <see cref="FlushAsync"/> should be called.</summary>
    bool IsFull { get; }

    /// <summary>Begins a subset.</summary>
    void Begin(BoundAnswer bound);

    /// <summary>Takes a row.</summary>
    void Write(RecordRow row);

    /// <summary>Asks about the rows that are kept. With session columns, the connection must be free.</summary>
    Task FlushAsync(CancellationToken cancel);

    /// <summary>Writes the members that hold the records, with a comma behind.</summary>
    Task SendAsync(OutputBuffer output, CancellationToken cancel);
}
