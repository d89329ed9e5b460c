namespace NetDrms.Server.Pages.Explorer;

/// <summary>What can be plotted.</summary>
/// <param name="Time">The keyword of the time axis.</param>
/// <param name="Keywords">Numbers: name, and whether it is plotted.</param>
/// <param name="Url">Address of the values, to be completed with <c>&amp;y=</c> for each keyword.</param>
public sealed record CurveChoice(string Time, IReadOnlyList<(string Name, bool IsPlotted)> Keywords, string Url);
