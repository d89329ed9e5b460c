namespace NetDrms.Drms.Json;

/// <summary>A record at an end of a series.</summary>
/// <param name="Recnum">Its number.</param>
/// <param name="Query">Its query.</param>
public sealed record SeriesEnd(long Recnum, string Query);
