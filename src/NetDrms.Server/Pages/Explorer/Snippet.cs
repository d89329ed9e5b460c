namespace NetDrms.Server.Pages.Explorer;

/// <summary>The same query for another program, ready to be copied.</summary>
/// <param name="Id">Identifies the element.</param>
/// <param name="Title">The program.</param>
/// <param name="Text">The lines.</param>
public sealed record Snippet(string Id, string Title, string Text);
