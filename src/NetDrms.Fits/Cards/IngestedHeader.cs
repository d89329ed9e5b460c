using NetDrms.Model.Errors;

namespace NetDrms.Fits.Cards;

/// <summary>The keywords of a header, and what could not be taken from it.</summary>
/// <param name="Keywords">Keywords in the order of their cards; no two names differ in case only.</param>
/// <param name="Warnings">Cards that were left out, with the reason.</param>
public sealed record IngestedHeader(IReadOnlyList<IngestedKeyword> Keywords, IReadOnlyList<DrmsError> Warnings);
