namespace NetDrms.Model.RecordSets;

/// <summary>The content of an <c>@file</c>.</summary>
/// <param name="Identity">The same for every path to the same file, so that a list that names itself is noticed.</param>
/// <param name="Lines">Its lines, line ends cut; each is a record-set text.</param>
public sealed record ListFile(string Identity, IReadOnlyList<string> Lines);
