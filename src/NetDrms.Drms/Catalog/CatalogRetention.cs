namespace NetDrms.Drms.Catalog;

/// <summary>The column <c>drms_series.retention</c>: days of new storage units below, of fetched ones above bit 16. Spec 02 §2.2.</summary>
/// <param name="Value">The number in the column.</param>
public readonly record struct CatalogRetention(int Value)
{
    private const int DaysMask = 0x7fff;
    private const int StagingShift = 16;

    /// <summary>Days of new storage units; 0 = standard (3).</summary>
    public int Days => Value & DaysMask;

    /// <summary>Days of fetched storage units; 0 = standard (3).</summary>
    public int StagingDays => (Value >> StagingShift) & DaysMask;

    /// <summary>Puts both together.</summary>
    public static CatalogRetention Of(int days, int stagingDays) => new(days + (stagingDays << StagingShift));
}
