namespace NetDrms.Database.Site;

/// <summary>A value as it was written, and where.</summary>
/// <param name="Text">Text of a string, number, <c>true</c> or <c>false</c>; null for a list.</param>
/// <param name="Items">Items of a list; null for everything else.</param>
/// <param name="Kind">How it was written.</param>
/// <param name="Line">Line of site.toml, from 1; null when an environment variable said it.</param>
internal sealed record OptionValue(string? Text, IReadOnlyList<string>? Items, OptionKind Kind, int? Line);
