namespace NetDrms.Server.Pages.Explorer;

/// <summary>A record set to try.</summary>
/// <param name="RecordSet">The text.</param>
/// <param name="Meaning">What it selects.</param>
public sealed record Example(string RecordSet, string Meaning);
