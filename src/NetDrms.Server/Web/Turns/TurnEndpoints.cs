namespace NetDrms.Server.Web.Turns;

/// <summary>What a route says of its turns.</summary>
internal static class TurnEndpoints
{
    /// <summary>Requests of these endpoints query the database: they wait for their turn in the fair queue.</summary>
    public static TBuilder TakesTurns<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(TurnMark.Instance);
}
