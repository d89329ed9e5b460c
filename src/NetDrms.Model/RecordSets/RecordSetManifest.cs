using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets;

/// <summary>A manifest specification, <c>ns.name_manifest::[first-last]</c> or <c>::[*]</c>: the records of a series that its manifest table lists. Spec 01 §1.12.</summary>
/// <param name="Series">The series, without <c>_manifest</c>.</param>
/// <param name="First">First record number.</param>
/// <param name="Last">Last record number.</param>
/// <param name="ReadsInput">True for <c>*</c>: lines <c>recnum:segment</c> come from standard input.</param>
public sealed record RecordSetManifest(SeriesName Series, long First, long Last, bool ReadsInput);
