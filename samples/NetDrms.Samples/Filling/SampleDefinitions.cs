using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Samples.Filling;

/// <summary>The definitions of the sample series; the program carries the files of samples/series.</summary>
internal static class SampleDefinitions
{
    /// <summary>Names of the definitions that the program carries.</summary>
    public static IEnumerable<string> Names => typeof(SampleDefinitions).Assembly.GetManifestResourceNames()
        .Where(static name => name.EndsWith(".jsd", StringComparison.Ordinal)).Select(static name => name[..^".jsd".Length]).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a definition.</summary>
    /// <exception cref="DrmsException">It has mistakes.</exception>
    public static SeriesDefinition Read(string name)
    {
        string file = name + ".jsd";
        using Stream stream = typeof(SampleDefinitions).Assembly.GetManifestResourceStream(file)
            ?? throw new DrmsException(ErrorCode.UnknownSeries, $"there is no sample series \"{name}\"");
        using StreamReader text = new(stream);
        DefinitionReading reading = DefinitionReader.Read(text.ReadToEnd(), new DefinitionOptions { File = file });
        return reading.Definition ?? throw new DrmsException(reading.Errors[0]);
    }
}
