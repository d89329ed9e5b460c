namespace NetDrms.Samples.Filling;

/// <summary>All sample series. Spec 06 §14.</summary>
internal static class SampleCatalog
{
    /// <summary>The series; those that take long come first.</summary>
    public static IReadOnlyList<SampleSeries> All { get; } =
    [
        HmiSeries.Field720, HmiSeries.Velocity, HmiSeries.Continuum720, HmiSeries.Field45, HmiSeries.Continuum45,
    ];
}
