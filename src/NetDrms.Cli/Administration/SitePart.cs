
namespace NetDrms.Cli.Administration;

/// <summary>One part of a site as <c>drms site status</c> shows it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsWell">True when it does its work.</param>
/// <param name="State">One word or two.</param>
/// <param name="Detail">Where it is, and facts.</param>
/// <param name="Advice">What to do; null when nothing is to be done.</param>
internal sealed record SitePart(string Name, bool IsWell, string State, string Detail, string? Advice);
