using NetDrms.Database.Site;

namespace NetDrms.Server.Web.Turns;

/// <summary>How many queries run and wait at a time.</summary>
/// <param name="Running">That run, of all addresses.</param>
/// <param name="RunningPerAddress">That run, of one address.</param>
/// <param name="Waiting">That wait, of all addresses.</param>
/// <param name="WaitingPerAddress">That wait, of one address.</param>
/// <param name="Wait">How long one waits.</param>
internal sealed record TurnLimits(int Running, int RunningPerAddress, int Waiting, int WaitingPerAddress, TimeSpan Wait)
{
    /// <summary>Those of section [web].</summary>
    public static TurnLimits Of(WebOptions options) =>
        new(options.Queries, options.QueriesPerAddress, options.Waiting, options.WaitingPerAddress, TimeSpan.FromSeconds(options.WaitSeconds));
}
