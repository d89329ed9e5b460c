namespace NetDrms.Drms.Json;

/// <summary>A keyword of an answer.</summary>
/// <param name="Name">Name as the caller wrote it, which is repeated to him; for all keywords as defined, or its alias.</param>
/// <param name="Keyword">Name by which it is looked up, in any case.</param>
/// <param name="Pseudo">Set for a pseudo keyword.</param>
public sealed record AnswerKeyword(string Name, string Keyword, PseudoKeyword Pseudo);
