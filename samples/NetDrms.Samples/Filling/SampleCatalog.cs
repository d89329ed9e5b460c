namespace NetDrms.Samples.Filling;

/// <summary>All sample series. Spec 06 §14.</summary>
internal static class SampleCatalog
{
    /// <summary>The series; those that take long come first.</summary>
    public static IReadOnlyList<SampleSeries> All { get; } =
    [
        AiaSeries.Euv, HmiSeries.Field720, HmiSeries.Velocity, HmiSeries.Continuum720, PatchSeries.Map, PatchSeries.Detector, VectorSeries.Field720,
        HmiSeries.Field45, HmiSeries.Continuum45, AiaSeries.Level1, MdiSeries.Velocity, MdiSeries.Magnetograms, IrisSeries.Level1,
        InteriorSeries.Averages, InteriorSeries.Rotation, ResponseSeries.Areas,
    ];
}
