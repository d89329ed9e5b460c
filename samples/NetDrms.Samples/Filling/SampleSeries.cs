namespace NetDrms.Samples.Filling;

/// <summary>A sample series: its name and the records it should have.</summary>
/// <param name="Name">As the definition spells it.</param>
/// <param name="Records">Makes the list of records for pictures of a given size (pixels of a side).</param>
internal sealed record SampleSeries(string Name, Func<int, IEnumerable<SampleRecord>> Records);
