using NetDrms.Model.Series;

namespace NetDrms.Model.Tests.RecordSets;

/// <summary>The definitions of the recordings, read from their files.</summary>
internal static class GoldDefinitions
{
    public static SeriesDefinition Magnetograms { get; } = Read("m_45s");

    public static SeriesDefinition Lev1 { get; } = Read("lev1");

    public static SeriesDefinition Carr { get; } = Read("carr");

    public static SeriesDefinition Ts { get; } = Read("ts");

    public static SeriesDefinition Linked { get; } = Read("linked");

    /// <summary>Finds a series by the name that a specification begins with.</summary>
    public static SeriesDefinition? Find(string name) =>
        new[] { Magnetograms, Lev1, Carr, Ts, Linked }.FirstOrDefault(series => series.Name.Text.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a definition that is right.</summary>
    public static SeriesDefinition Define(string text)
    {
        DefinitionReading reading = DefinitionReader.Read(text, new DefinitionOptions { IsLenient = true, AllowsUnknownLinks = true });
        return reading.Definition ?? throw new InvalidDataException(string.Join("; ", reading.Errors));
    }

    private static SeriesDefinition Read(string name) => Define(File.ReadAllText(Golden.PathOf($"jsd/{name}.jsd")));
}
