namespace NetDrms.Server.Pages.Explorer;

/// <summary>A keyword that can be shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
/// <param name="IsChosen">True when it is shown.</param>
/// <param name="IsNumber">True when it can be plotted.</param>
public sealed record KeywordChoice(string Name, string Description, bool IsChosen, bool IsNumber);
