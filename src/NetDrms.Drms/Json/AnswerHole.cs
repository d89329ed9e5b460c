namespace NetDrms.Drms.Json;

/// <summary>A place in the text of a row where something belongs that only the storage daemon knows.</summary>
/// <param name="Offset">Where in the texts of the rows that are kept.</param>
/// <param name="Pseudo">Which pseudo keyword; none for a segment's place and for the record's state.</param>
/// <param name="Segment">The segment; −1 for the record's state.</param>
/// <param name="HasFile">Of the record's state: some segment is there.</param>
internal readonly record struct AnswerHole(int Offset, PseudoKeyword Pseudo, int Segment, bool HasFile);
