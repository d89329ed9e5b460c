using NetDrms.Model.Series;

namespace NetDrms.Drms.Links;

/// <summary>One link on the way to a linked keyword or segment.</summary>
/// <param name="Source">Series that has the link.</param>
/// <param name="Link">The link.</param>
/// <param name="Target">Series it points to.</param>
public sealed record LinkStep(SeriesDefinition Source, LinkDefinition Link, SeriesDefinition Target);
