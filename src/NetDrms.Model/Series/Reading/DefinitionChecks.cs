using System.Buffers;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series.Reading;

/// <summary>Checks of the whole definition that need no database.</summary>
internal static class DefinitionChecks
{
    private static readonly SearchValues<char> s_suspect = SearchValues.Create([.. Enumerable.Range(0xd800, 0x800).Select(code => (char)code).Prepend('\0')]);

    /// <summary>Characters that no database can store.</summary>
    public static void Characters(string text, DefinitionProblems problems)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int next = text.AsSpan(i).IndexOfAny(s_suspect);
            if (next < 0)
                return;
            i += next;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            int number = text.AsSpan(0, i).Count('\n') + 1;
            int start = text.LastIndexOf('\n', i) + 1;
            problems.Add(ReadingPass.Creation, new DefinitionLine(number, start, "", start, start, text.Length, false), i, 1,
                new DrmsError(ErrorCode.Syntax, text[i] == '\0' ? "a NUL character cannot be stored" : "half a character cannot be stored"));
            return;   // such a text is no text: one error tells it
        }
    }

    /// <summary>Checks the name of the series.</summary>
    public static SeriesName Name(HeaderSection header, DefinitionProblems problems)
    {
        string text = header.Name;
        DrmsError? error = null;
        if (!text.Contains('.', StringComparison.Ordinal))
        {
            error = new DrmsError(ErrorCode.Definition, text.Length == 0 ? "the definition has no Seriesname" : $"series name \"{text}\" has no namespace")
            {
                Hint = "A series is named namespace.name.",
                ClassicMessage = "Invalid seriesname: namespace missing",
            };
        }
        else if (text.Length > SeriesName.MaxLength)
        {
            error = new DrmsError(ErrorCode.Limit, $"series name has {HeaderNumber.Text(text.Length)} characters, more than {HeaderNumber.Text(SeriesName.MaxLength)}");
        }
        else if (!SeriesName.TryParse(text, out SeriesName name) || !ReservedNames.IsPlain(name.Table))
        {
            error = new DrmsError(ErrorCode.Definition, $"\"{text}\" is no name of a series")
            {
                Hint = "Namespace and name have letters, digits and underscores and begin with a letter.",
            };
        }
        else if (ReservedNames.IsDatabaseWord(name.Table))
        {
            error = new DrmsError(ErrorCode.Definition, $"\"{name.Table}\" is a reserved word of the database and cannot name a series");
        }
        else
        {
            return name;
        }
        DefinitionLine? line = header.NameLine;
        problems.Add(ReadingPass.Creation, line, line?.TagStart ?? 0, line is null ? 0 : line.End - line.TagStart, error);
        return default;
    }

    /// <summary>Two keywords may not share a column, nor a keyword the name of another's copy for a segment.</summary>
    public static void Columns(KeywordSection keywords, SegmentSection segments, LinkSection links, DefinitionProblems problems)
    {
        int copies = segments.Segments.Count;
        foreach (KeywordSection.Entry entry in keywords.Entries)
        {
            if (entry.Line is null || entry.Keyword.IsPerSegment || !EndsInNumber(entry.Keyword.Name, out int number) || number >= copies)
                continue;
            if (keywords.TryGet(entry.Keyword.Name[..^4], out KeywordSection.Entry? stem) && stem.Keyword.IsPerSegment)
            {
                problems.Add(ReadingPass.Creation, entry.Line, entry.Name, new DrmsError(ErrorCode.Definition,
                    $"keyword \"{entry.Keyword.Name}\" has the name of a copy of the per-segment keyword \"{stem.Keyword.Name}\""));
            }
        }
        foreach (LinkDefinition link in links.Links.Where(link => link.Name.EndsWith("_isset", StringComparison.OrdinalIgnoreCase) && !link.IsDynamic))
        {
            if (links.Links.Any(other => other.IsDynamic && link.Name.Equals(other.Name + "_isset", StringComparison.OrdinalIgnoreCase)))
                problems.Add(ReadingPass.Creation, null, 0, 0, new DrmsError(ErrorCode.Definition, $"the columns of link \"{link.Name}\" and of another dynamic link have one name"));
        }
    }

    /// <summary>Warns of keywords that become one card in an exported header, where the second is lost.</summary>
    public static void FitsNames(KeywordSection keywords, DefinitionProblems problems)
    {
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach (KeywordSection.Entry entry in keywords.Entries.Where(entry => entry.Line is not null && !entry.Keyword.IsImplicit))
        {
            string name = Series.FitsNames.Of(entry.Keyword);
            bool isBracketed = Series.FitsNames.Bracketed(entry.Keyword.Description) is not null;   // warned of when it was read
            if (!isBracketed && (Series.FitsNames.IsReserved(name) || Series.FitsNames.IsWrittenByExport(name)))
            {
                problems.Warn(entry.Line!, entry.Name, new DrmsError(ErrorCode.Definition, $"keyword \"{entry.Keyword.Name}\" has a name that belongs to the FITS file itself")
                {
                    Hint = "Begin its description with a FITS name of its own in brackets.",
                });
            }
            if (taken.TryAdd(name, entry.Keyword.Name))
                continue;
            problems.Warn(entry.Line!, entry.Name, new DrmsError(ErrorCode.Definition, $"keyword \"{entry.Keyword.Name}\" has the FITS name {name} of keyword \"{taken[name]}\"")
            {
                Hint = "Begin its description with a FITS name of its own in brackets.",
            });
        }
    }

    private static bool EndsInNumber(string name, out int number)
    {
        number = 0;
        return name.Length > 4 && name[^4] == '_' && int.TryParse(name.AsSpan(name.Length - 3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
    }
}
