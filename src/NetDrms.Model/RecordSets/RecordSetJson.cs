using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NetDrms.Model.RecordSets;

/// <summary>The line of JSON that <c>drms_parserecset</c> prints; peers read it. Spec 01 §5.1.</summary>
public static class RecordSetJson
{
    /// <summary>What the line says about a text that cannot be read; the same goes to standard error.</summary>
    public const string UnparsableMessage = "Unable to parse specification.";

    /// <summary>What the line says about a series name without a dot; the same goes to standard error.</summary>
    public const string BadNameMessage = "Invalid series name.";

    /// <summary>Writes the line for a specification, without a line end.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="json">The line; about a bad series name when there is one.</param>
    /// <returns>False when the line tells of a bad series name.</returns>
    public static bool TryWrite(RecordSetSpec spec, out string json)
    {
        ArgumentNullException.ThrowIfNull(spec);
        json = "";
        StringBuilder line = new(256);
        line.Append("{\"spec\":");
        AppendText(line, spec.Text);
        line.Append(CultureInfo.InvariantCulture, $",\"atfile\":{Bool(spec.HasListFile && spec.Elements.Count > 0)},\"hasfilts\":{Bool(spec.HasFilters)},\"nsubsets\":{spec.Elements.Count},\"subsets\":[");
        for (int i = 0; i < spec.Elements.Count; i++)
        {
            RecordSetElement element = spec.Elements[i];
            int dot = element.SeriesName.LastIndexOf('.');
            if (dot <= 0 || dot == element.SeriesName.Length - 1)
            {
                json = Failure(BadNameMessage);
                return false;
            }
            line.Append(i == 0 ? "{\"spec\":" : ",{\"spec\":");
            AppendText(line, element.NormalisedText);
            line.Append(",\"settype\":\"drms\",\"seriesname\":");
            AppendText(line, element.SeriesName);
            line.Append(",\"seriesns\":");
            AppendText(line, Lower(element.SeriesName[..dot]));
            line.Append(",\"seriestab\":");
            AppendText(line, Lower(element.SeriesName[(dot + 1)..]));
            line.Append(",\"filter\":");
            AppendText(line, element.FilterText);
            line.Append(",\"segments\":");
            AppendText(line, element.Segments?.Text);
            line.Append(CultureInfo.InvariantCulture, $",\"autobang\":{Bool(element.IsAllVersions)}}}");
        }
        json = line.Append("],\"errMsg\":null}").ToString();
        return true;
    }

    /// <summary>The line about a failure.</summary>
    public static string Failure(string message)
    {
        StringBuilder line = new();
        line.Append("{\"errMsg\":");
        AppendText(line, message);
        return line.Append('}').ToString();
    }

    private static string Bool(bool value) => value ? "true" : "false";

    [SuppressMessage("Globalization", "CA1308", Justification = "the original folds names to lower case")]
    private static string Lower(string text) => text.ToLowerInvariant();

    private static void AppendText(StringBuilder line, string? text)
    {
        if (text is null)
        {
            line.Append("null");
            return;
        }
        line.Append('"');
        foreach (char c in text)
        {
            string? escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '/' => "\\/",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => null,
            };
            if (escape is null)
                line.Append(c);
            else
                line.Append(escape);
        }
        line.Append('"');
    }
}
