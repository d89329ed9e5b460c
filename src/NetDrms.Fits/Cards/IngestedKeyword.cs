using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Cards;

/// <summary>What a card of a header becomes. Spec 02 §8.7.</summary>
public sealed record IngestedKeyword
{
    /// <summary>Name of the keyword.</summary>
    public required string Name { get; init; }

    /// <summary>Its value in the narrowest type that holds it; missing if the card has none.</summary>
    public required DrmsValue Value { get; init; }

    /// <summary>The value's characters as the card has them (a text without quotes), for keywords of another type; empty if it has none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Unit named by the comment, else <c>none</c>.</summary>
    public string Unit { get; init; } = "none";

    /// <summary>Description: the comment, led by <c>[FITSNAME:cast]</c> where the export needs it to come back as it was.</summary>
    public string Description { get; init; } = "";

    /// <summary>The printf format of the type.</summary>
    public string Format { get; init; } = "";

    /// <summary>Name of the card.</summary>
    public required string FitsName { get; init; }
}
