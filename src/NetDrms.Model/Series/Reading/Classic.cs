using System.Globalization;

namespace NetDrms.Model.Series.Reading;

/// <summary>The original's forms of messages. Scripts match them; the places in its source that stood before them are left out (spec 03 §1.8).</summary>
internal static class Classic
{
    /// <summary>The line that ends every failure inside a line of fields.</summary>
    /// <param name="kind"><c>keyword</c>, <c>segment</c> or <c>Link</c>.</param>
    /// <param name="line">The line.</param>
    public static string Descriptor(string kind, DefinitionLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"Invalid {kind} descriptor on line {line.Number}.");

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
