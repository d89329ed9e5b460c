using NetDrms.Sums.Units;

namespace NetDrms.Sums.Salvage;

/// <summary>On what terms a salvaged unit is entered.</summary>
/// <param name="Series">The series.</param>
/// <param name="RetentionDays">How long it is kept at least; null keeps the date of its put.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Manifest">What it holds.</param>
internal sealed record SalvagedPut(string Series, double? RetentionDays, long Bytes, UnitManifest Manifest);
