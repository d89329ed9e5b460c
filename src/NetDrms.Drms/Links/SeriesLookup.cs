using NetDrms.Model.Series;

namespace NetDrms.Drms.Links;

/// <summary>Finds the definition of a link's target, null if there is no such series; <c>SeriesCatalog.FindAsync</c> is one.</summary>
/// <param name="series">Name of the series, as the link line has it.</param>
/// <param name="cancel">Cancels the look-up.</param>
public delegate Task<SeriesDefinition?> SeriesLookup(string series, CancellationToken cancel);
