using NetDrms.Model.Errors;

namespace NetDrms.Model.Series;

/// <summary>What <see cref="DefinitionReader"/> found in a text. Spec 02 §1.</summary>
public sealed record DefinitionReading
{
    /// <summary>The definition; null when there is an error.</summary>
    public SeriesDefinition? Definition { get; init; }

    /// <summary>All mistakes, in the order in which the original would meet them.</summary>
    public IReadOnlyList<DrmsError> Errors { get; init; } = [];

    /// <summary>What is suspect but taken.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; init; } = [];

    /// <summary>Where the first mistake stops the original.</summary>
    public DefinitionStage Stage { get; init; }

    /// <summary>Name of the series as it stands in the text (or was given instead), right or wrong; empty when there is none.</summary>
    public string NameAsWritten { get; init; } = "";

    /// <summary>What the original prints on its standard output before its last line; each line ends with a line feed.</summary>
    public string ClassicOutput { get; init; } = "";

    /// <summary>What the original prints on its error output: warnings, its first error, <c>Failed to parse … info.</c>; each line ends with a line feed.</summary>
    public string ClassicError { get; init; } = "";

    /// <summary>Gives the definition or throws the first error.</summary>
    /// <exception cref="DrmsException">The text has a mistake.</exception>
    public SeriesDefinition OrThrow() => Definition ?? throw new DrmsException(Errors[0]);
}
