namespace NetDrms.Drms.Output.Tables;

/// <summary>Which columns a table of records has.</summary>
public sealed record RecordTableRequest
{
    /// <summary>The name for all keywords but the implicit ones, and for all segments.</summary>
    public const string All = "*";

    /// <summary>Names that are no keywords: record number, storage unit, and the record's own query.</summary>
    public static IReadOnlyList<string> PseudoNames { get; } = ["recnum", "sunum", "record"];

    /// <summary>Keywords and <see cref="PseudoNames"/>, in any case; <see cref="All"/>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [All];

    /// <summary>Segments whose files' addresses are columns.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];
}
