using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A format that tables are written in.</summary>
/// <param name="Name">Name, as in <c>format=csv</c>; an interface, never changed.</param>
/// <param name="MediaType">Its media type; what an answer is marked with.</param>
/// <param name="Write">Makes a writer of it.</param>
public sealed record TableFormat(string Name, string MediaType, Func<TableDescription, IBufferWriter<byte>, ITableWriter> Write)
{
    /// <summary>Other media types that mean this format in a request.</summary>
    public IReadOnlyList<string> OtherMediaTypes { get; init; } = [];

    /// <summary>End of the names of files in it.</summary>
    public required string Extension { get; init; }

    /// <summary>JSON in one object; the usual one.</summary>
    public static TableFormat Json { get; } = new("json", "application/json", static (t, o) => new JsonTableWriter(t, o)) { Extension = "json" };

    /// <summary>A JSON object a line.</summary>
    public static TableFormat Ndjson { get; } = new("ndjson", "application/x-ndjson", static (t, o) => new NdjsonTableWriter(t, o))
    {
        Extension = "ndjson",
        OtherMediaTypes = ["application/ndjson", "application/jsonl", "application/jsonlines", "application/x-jsonlines"],
    };

    /// <summary>Comma-separated values.</summary>
    public static TableFormat Csv { get; } = new("csv", "text/csv", static (t, o) => new CsvTableWriter(t, o)) { Extension = "csv" };

    /// <summary>VOTable with its rows as XML.</summary>
    public static TableFormat VoTable { get; } = new("votable", "application/x-votable+xml", static (t, o) => new VoTableWriter(t, o))
    {
        Extension = "vot",
        OtherMediaTypes = ["application/x-votable+xml;serialization=tabledata"],   // not application/xml: every browser asks for that
    };

    /// <summary>VOTable with its rows in binary.</summary>
    public static TableFormat VoTableBinary { get; } = new("votable-binary2", "application/x-votable+xml;serialization=binary2", static (t, o) => new VoTableBinaryWriter(t, o)) { Extension = "vot" };

    /// <summary>Arrow IPC stream.</summary>
    public static TableFormat Arrow { get; } = new("arrow", "application/vnd.apache.arrow.stream", static (t, o) => new ArrowTableWriter(t, o)) { Extension = "arrows" };

    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<TableFormat> All { get; } = [Json, Ndjson, Csv, VoTable, VoTableBinary, Arrow];
}
