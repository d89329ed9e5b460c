namespace NetDrms.Server.Pages.Catalog;

/// <summary>A series in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
/// <param name="Records">Number of records in words; empty when it was not looked up.</param>
/// <param name="First">Its first time; empty without one.</param>
/// <param name="Last">Its last time.</param>
public sealed record SeriesLine(string Name, string Description, string Records, string First, string Last);
