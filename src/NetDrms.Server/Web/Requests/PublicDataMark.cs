namespace NetDrms.Server.Web.Requests;

/// <summary>Marks endpoints whose answers are public data: scripts of any page may read them (CORS), and browsers do nothing with them.</summary>
internal sealed class PublicDataMark
{
    private PublicDataMark()
    {
    }

    /// <summary>The mark.</summary>
    public static PublicDataMark Instance { get; } = new();
}
