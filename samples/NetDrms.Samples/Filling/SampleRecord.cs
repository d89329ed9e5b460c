using NetDrms.Model.Keywords;

namespace NetDrms.Samples.Filling;

/// <summary>A record that a sample series should have.</summary>
/// <param name="Keys">Its prime keys, by the names that users see, in the order of the series.</param>
/// <param name="Make">Makes its content; the keys are set by the caller. Called by any thread, for missing records only.</param>
internal sealed record SampleRecord(IReadOnlyList<(string Name, DrmsValue Value)> Keys, Func<RecordContent> Make);
