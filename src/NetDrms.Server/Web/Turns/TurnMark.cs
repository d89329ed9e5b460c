namespace NetDrms.Server.Web.Turns;

/// <summary>Marks an endpoint whose requests query the database: each waits for its turn.</summary>
internal sealed class TurnMark
{
    private TurnMark()
    {
    }

    /// <summary>The mark.</summary>
    public static TurnMark Instance { get; } = new();
}
