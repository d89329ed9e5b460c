
namespace NetDrms.Modules.Arguments;

/// <summary>One word of the command line, or of an options file.</summary>
/// <param name="Text">The word, outer quotes of an options file dropped.</param>
/// <param name="File">The options file, or null for the command line.</param>
/// <param name="Line">Line in the options file, from 1.</param>
/// <param name="HasQuotedValue">True for <c>name="…"</c> of an options file, whose value may be empty.</param>
internal readonly record struct Token(string Text, string? File = null, int Line = 0, bool HasQuotedValue = false);
