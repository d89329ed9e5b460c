namespace NetDrms.Sums.Archive.Administration;

/// <summary>A volume, for people. Spec 04 §5.3, §5.7.</summary>
/// <param name="TapeId">Its name.</param>
/// <param name="Library"><c>main</c>, <c>safe</c> for second copies; empty when no library of ours ever had it.</param>
/// <param name="Group">Tape group, −1 when it has none yet.</param>
/// <param name="Files">Files on it, without the label.</param>
/// <param name="FreeBytes">Room left.</param>
/// <param name="Condition">new, active, closed, cleaning, or damaged.</param>
/// <param name="State">near-line, shelved or missing.</param>
/// <param name="Location">Where it is.</param>
/// <param name="LastWrite">When it was written last.</param>
/// <param name="Damage">How it failed; null when it did not.</param>
public sealed record VolumeSummary(
    string TapeId, string Library, int Group, int Files, long FreeBytes, string Condition, string State, string Location, DateTime? LastWrite, string? Damage);
