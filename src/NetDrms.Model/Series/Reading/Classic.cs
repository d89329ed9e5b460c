using System.Globalization;

namespace NetDrms.Model.Series.Reading;

/// <summary>The original's forms of messages. Its source lines are of no use, but scripts match the beginning of the line.</summary>
internal static class Classic
{
    /// <summary>A message with its place in the original's parser.</summary>
    public static string At(int sourceLine, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"drms_parser.c, line {sourceLine}: {message}");

    /// <summary>The line that ends every failure inside a line of fields.</summary>
    /// <param name="kind"><c>keyword</c>, <c>segment</c> or <c>Link</c>.</param>
    /// <param name="line">The line.</param>
    /// <param name="sourceLine">Place in the original's parser.</param>
    public static string Descriptor(string kind, DefinitionLine line, int sourceLine) =>
        At(sourceLine, string.Create(CultureInfo.InvariantCulture, $"Invalid {kind} descriptor on line {line.Number}."));

    /// <summary>What follows the messages of a pass.</summary>
    public static string? Failed(ReadingPass pass) => pass switch
    {
        ReadingPass.Header or ReadingPass.Keys => "Failed to parse series info.",
        ReadingPass.Segments => "Failed to parse segment info.",
        ReadingPass.Links => "Failed to parse links info.",
        ReadingPass.Keywords => "Failed to parse keywords info.",
        _ => null,
    };
}
