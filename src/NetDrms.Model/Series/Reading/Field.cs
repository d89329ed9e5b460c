namespace NetDrms.Model.Series.Reading;

/// <summary>One field of a line.</summary>
/// <param name="Value">Its text, without the quotes.</param>
/// <param name="Start">First character in the whole text, the quote included.</param>
/// <param name="Length">Number of characters, quotes included.</param>
/// <param name="IsQuoted">True when it stands in quotes.</param>
internal readonly record struct Field(string Value, int Start, int Length, bool IsQuoted);
