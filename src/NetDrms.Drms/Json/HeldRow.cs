namespace NetDrms.Drms.Json;

/// <summary>What is kept of a row until the storage daemon was asked about many of them.</summary>
/// <param name="Sunum">The record's unit; −1 for none.</param>
/// <param name="Slotnum">Its slot.</param>
/// <param name="SessionId">Session that wrote the record.</param>
/// <param name="SessionNamespace">Namespace of the session.</param>
/// <param name="TextEnd">Where the row's text ends in the texts of the rows that are kept.</param>
internal readonly record struct HeldRow(long Sunum, int Slotnum, long SessionId, string SessionNamespace, int TextEnd);
