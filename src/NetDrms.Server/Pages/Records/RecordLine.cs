namespace NetDrms.Server.Pages.Records;

/// <summary>A record as a line of a table.</summary>
/// <param name="Series">Its series.</param>
/// <param name="Recnum">Record number.</param>
/// <param name="Query">Its record set, by prime keys: the newest version.</param>
/// <param name="Cells">Values by column; null is missing.</param>
/// <param name="Files">Files of the segments wanted.</param>
public sealed record RecordLine(string Series, long Recnum, string Query, IReadOnlyList<string?> Cells, IReadOnlyList<RecordFile> Files)
{
    /// <summary>The record set of exactly this version.</summary>
    public string Version { get; } = FormattableString.Invariant($"{Series}[:#{Recnum}]");
}
