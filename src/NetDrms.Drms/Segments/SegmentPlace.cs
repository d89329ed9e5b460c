namespace NetDrms.Drms.Segments;

/// <summary>Where a record keeps a file: unit, slot and name. Spec 02 §5.1.</summary>
/// <param name="Recnum">The record; −1 for none.</param>
/// <param name="Sunum">Its storage unit; −1 for none.</param>
/// <param name="Slotnum">Its slot in the unit.</param>
/// <param name="File">The file name in the record's column; empty when it was never written.</param>
public readonly record struct SegmentPlace(long Recnum, long Sunum, int Slotnum, string File);
