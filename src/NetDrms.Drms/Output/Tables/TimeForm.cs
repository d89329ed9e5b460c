namespace NetDrms.Drms.Output.Tables;

/// <summary>How the instants of a table are written.</summary>
public enum TimeForm
{
    /// <summary>What fits the format: Arrow timestamps, ISO 8601 in the keyword's scale in a VOTable, the keyword's own text elsewhere.</summary>
    Usual,
    /// <summary>Text in the keyword's zone and precision, <c>2014.03.01_00:00:45_TAI</c>.</summary>
    Text,
    /// <summary>ISO 8601 in UTC with microseconds, <c>2014-03-01T00:00:10.000000Z</c>; a leap second is :60.</summary>
    Iso,
    /// <summary>Seconds since 1977.01.01_00:00:00_TAI, the number that is stored.</summary>
    Seconds,
}
