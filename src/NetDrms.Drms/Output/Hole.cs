namespace NetDrms.Drms.Output;

/// <summary>A place in held rows where something is missing that is looked up for many rows at once.</summary>
/// <param name="Offset">Where it belongs.</param>
/// <param name="Kind">What belongs there.</param>
/// <param name="Number">Storage unit or session.</param>
/// <param name="Slot">Slot in the unit; −1 for the unit's own directory.</param>
/// <param name="Text">What follows a directory; the namespace of a session.</param>
internal readonly record struct Hole(int Offset, HoleKind Kind, long Number, int Slot, string Text);
