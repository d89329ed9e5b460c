namespace NetDrms.Drms.Catalog;

/// <summary>The ends of a series, as <c>show_info -s</c> tells them. Spec 03 §2.5.</summary>
/// <param name="FirstRecnum">Newest version of the first group in the order of the prime keys; null for an empty series.</param>
/// <param name="LastRecnum">Newest version of the last group.</param>
/// <param name="HighestRecnum">Highest record number.</param>
/// <param name="HasShadow">True when it has a shadow table.</param>
public sealed record SeriesExtent(long? FirstRecnum, long? LastRecnum, long? HighestRecnum, bool HasShadow);
