using System.Globalization;
using NetDrms.Model.Errors;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace NetDrms.Database.Site;

/// <summary>Takes site.toml apart into sections, keys and values with their lines. Tomlyn's syntax tree needs no reflection.</summary>
internal static class SiteFile
{
    /// <summary>Reads the text; what is wrong is added to the mistakes, the rest is given all the same.</summary>
    public static Dictionary<string, Dictionary<string, OptionValue>> Read(string file, string text, List<DrmsError> mistakes)
    {
        Dictionary<string, Dictionary<string, OptionValue>> sections = new(StringComparer.Ordinal);
        DocumentSyntax document = SyntaxParser.Parse(text, file, true);
        foreach (DiagnosticMessage message in document.Diagnostics)
            Note(mistakes, file, message.Span, $"cannot be read as TOML: {Uncapitalized(message.Message)}");
        foreach (KeyValueSyntax item in document.KeyValues)
            Note(mistakes, file, item.Span, $"key \"{NameOf(item.Key)}\" stands before the first section");
        foreach (TableSyntaxBase table in document.Tables)
        {
            string name = NameOf(table.Name);
            if (table is not TableSyntax || name.Contains('.', StringComparison.Ordinal))
            {
                Note(mistakes, file, table.Span, $"[{name}] is not a section such as [site]");
                continue;
            }
            if (!sections.TryGetValue(name, out Dictionary<string, OptionValue>? keys))
                sections[name] = keys = new(StringComparer.Ordinal);
            foreach (KeyValueSyntax item in table.Items)
            {
                string key = NameOf(item.Key);
                if (ValueOf(item) is OptionValue value)
                    keys[key] = value;
                else if (item.Value is not null)   // null: the parser has said it
                    Note(mistakes, file, item.Span, $"{name}.{key} is not a text, number, flag or list of texts");
            }
        }
        return sections;
    }

    private static OptionValue? ValueOf(KeyValueSyntax item)
    {
        int line = item.Span.Start.Line + 1;
        return item.Value switch
        {
            StringValueSyntax text => new(text.Value, null, OptionKind.Text, line),
            IntegerValueSyntax number => new(number.Value.ToString(CultureInfo.InvariantCulture), null, OptionKind.Integer, line),
            FloatValueSyntax number => new(number.Value.ToString("R", CultureInfo.InvariantCulture), null, OptionKind.Number, line),
            BooleanValueSyntax flag => new(flag.Value ? "true" : "false", null, OptionKind.Flag, line),
            ArraySyntax list when TextsOf(list) is List<string> items => new(null, items, OptionKind.List, line),
            _ => null,
        };
    }

    private static List<string>? TextsOf(ArraySyntax list)
    {
        List<string> texts = [];
        foreach (ArrayItemSyntax item in list.Items)
        {
            if (item.Value is not StringValueSyntax { Value: string text })
                return null;
            texts.Add(text);
        }
        return texts;
    }

    private static string NameOf(KeySyntax? key) => key?.ToString().Trim().Trim('"', '\'') ?? "";

    private static void Note(List<DrmsError> mistakes, string file, Tomlyn.Syntax.SourceSpan span, string message) =>
        mistakes.Add(new DrmsError(ErrorCode.Configuration, message) { File = file, Line = span.Start.Line + 1 });

    private static string Uncapitalized(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
}
