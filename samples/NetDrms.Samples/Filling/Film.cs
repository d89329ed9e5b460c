namespace NetDrms.Samples.Filling;

/// <summary>The fortnight in which a large region crosses the disk.</summary>
internal static class Film
{
    /// <summary>Its first picture.</summary>
    public const string First = "2014.10.18_00:00_TAI";

    /// <summary>Its last picture.</summary>
    public const string Last = "2014.10.31_18:00_TAI";

    /// <summary>Slots of 720 s between two pictures.</summary>
    public const int EverySixHours = 30;
}
