using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads the header tags. Spec 02 §1.2.</summary>
internal sealed class HeaderSection(string text, DefinitionProblems problems, DefinitionOptions options)
{
    private const int LongestText = 254;

    // the first of each pair is how we write it; the original matches by prefix, in this order
    private static readonly string[] s_headerTags =
    [
        "Seriesname", "Author", "Owner", "Version", "Unitsize", "Archive", "Retention", "StagingRetention", "Tapegroup", "Description",
        "CreateShadow",
    ];

    private static readonly string[] s_fieldTags = ["Data", "Link", "Keyword", "Index", "PrimeKeys", "DBIndex"];

    private static readonly string[] s_allTags = [.. s_headerTags, .. s_fieldTags];

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name as written, or the one given instead.</summary>
    public string Name { get; private set; } = options.NameInstead ?? "";

    /// <summary>Author.</summary>
    public string Author { get; private set; } = "";

    /// <summary>Owner as written; the database user takes its place.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Description.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Slots a storage unit.</summary>
    public int UnitSize { get; private set; }

    /// <summary>Archive flag.</summary>
    public int Archive { get; private set; }

    /// <summary>Retention of new units.</summary>
    public int Retention { get; private set; }

    /// <summary>Retention of fetched units.</summary>
    public int StagingRetention { get; private set; }

    /// <summary>Tape group.</summary>
    public int TapeGroup { get; private set; }

    /// <summary>True when a shadow table is asked for.</summary>
    public bool CreateShadow { get; private set; }

    /// <summary>The line of the name, for later errors.</summary>
    public DefinitionLine? NameLine { get; private set; }

    /// <summary>The line of the unit size, for later errors.</summary>
    public DefinitionLine? UnitSizeLine { get; private set; }

    /// <summary>The line that asks for a shadow table, for later errors.</summary>
    public DefinitionLine? CreateShadowLine { get; private set; }

    /// <summary>Takes one line; false when its tag belongs to another section.</summary>
    public bool Take(DefinitionLine line)
    {
        string? tag = Array.Find(s_fieldTags, line.Is);
        if (tag is not null && !line.HasGap)
            return false;
        if (tag is not null)
        {
            ReportUnknown(line, $"\"{line.Tag}\" must have its colon directly after it", $"Write {tag}: without the blank.");
            return true;
        }
        tag = Array.Find(s_headerTags, options.IsLenient
            ? known => line.Tag.StartsWith(known, StringComparison.OrdinalIgnoreCase)
            : line.Is);
        if (tag is null)
        {
            ReportUnknown(line, $"tag \"{line.Tag}\" is not known", problems.Nearest(line.Tag, s_allTags));
            return true;
        }
        if (!_seen.Add(tag))
            problems.Warn(line, line.TagStart, line.Tag.Length, new DrmsError(ErrorCode.Definition, $"tag \"{tag}\" stands here again, the last one counts"));
        TakeHeader(tag, line);
        return true;
    }

    private void TakeHeader(string tag, DefinitionLine line)
    {
        switch (tag)
        {
            case "Seriesname":
                NameLine = line;
                string name = Text(line, int.MaxValue);
                Name = options.NameInstead ?? name;
                break;
            case "Author":
                Author = Text(line, LongestText);
                break;
            case "Owner":
                Owner = Text(line, LongestText);
                break;
            case "Version":
                Text(line, LongestText);   // every new series gets the one version there is
                break;
            case "Description":
                Description = Text(line, LongestText);
                break;
            case "Unitsize":
                UnitSizeLine = line;
                int before = problems.Count;
                UnitSize = (int)Number(line, 0, int.MaxValue);
                if (problems.Count > before)
                    UnitSize = 1;   // told already: that segments need one is not another error
                break;
            case "Archive":
                Archive = ArchiveFlag(line);
                break;
            case "Retention":
                Retention = (int)Number(line, 0, short.MaxValue);
                break;
            case "StagingRetention":
                StagingRetention = (int)Number(line, 0, short.MaxValue);
                break;
            case "Tapegroup":
                TapeGroup = (int)Number(line, int.MinValue, int.MaxValue);
                break;
            default:
                CreateShadowLine = line;
                CreateShadow = Number(line, 0, 1) != 0;
                break;
        }
    }

    // text = quoted | run without blanks ; what follows on the line is ignored
    private string Text(DefinitionLine line, int longest)
    {
        ReadOnlySpan<char> all = text.AsSpan(0, line.End);
        int start = line.Fields + Math.Max(0, all[line.Fields..].IndexOfAnyExcept(" \t\r\n"));
        bool isQuoted = start < line.End && text[start] is '"' or '\'';
        int end = isQuoted
            ? FieldScanner.IndexOfClose(text, start, start + 1, line.End) + 1
            : WordEnd(all, start);
        string? wrong = start >= line.End || all[line.Fields..].Trim().IsEmpty ? $"{line.Tag} has no text"
            : isQuoted && end == 0 ? "this quote is not closed"
            : isQuoted && end == start + 2 && line.Is("Author") ? "Author is empty"
            : null;
        if (wrong is not null)
        {
            problems.Add(ReadingPass.Header, line, start, line.End - start, new DrmsError(ErrorCode.Syntax, wrong)
            {
                Hint = line.Is("Author") ? "Leave the line out when there is no author." : null,
                ClassicMessage = "",
            });
            return "";
        }
        if (!all[end..].Trim().IsEmpty)
            problems.Warn(line, end, line.End - end, new DrmsError(ErrorCode.Syntax, $"what follows the text of {line.Tag} is ignored") { Hint = "Put a text of several words in quotes." });
        string value = isQuoted ? FieldScanner.Undouble(all[(start + 1)..(end - 1)], text[start]) : text[start..end];
        if (value.Length <= longest)
            return value;
        problems.Warn(line, start, end - start, new DrmsError(ErrorCode.Limit, $"{line.Tag} has {HeaderNumber.Text(value.Length)} characters and is cut to {HeaderNumber.Text(longest)}"));
        return value[..longest];
    }

    private static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        int length = text[start..].IndexOfAny(" \t\r\n");
        return length < 0 ? text.Length : start + length;
    }

    private long Number(DefinitionLine line, long least, long most)
    {
        ReadOnlySpan<char> rest = text.AsSpan(line.Fields, line.End - line.Fields);
        string shown = rest.Trim().ToString();
        int start = line.Fields + Math.Max(0, rest.IndexOfAnyExcept(" \t\r"));
        bool isShort = most == short.MaxValue;
        if (!HeaderNumber.TryRead(rest, out long value, out int consumed))
        {
            Report(line, start, shown.Length, $"{line.Tag} \"{shown}\" is not an integer", "is not an integer.");
            return Math.Max(0, least);
        }
        if (!options.IsLenient && !rest[consumed..].Trim().IsEmpty)
        {
            Report(line, line.Fields + consumed, shown.Length - (line.Fields + consumed - start), $"{line.Tag} \"{shown}\" is not an integer", "is not an integer.");
            return Math.Max(0, least);
        }
        if (options.IsLenient && !isShort)
            value = unchecked((int)value);
        if (value >= least && value <= most)
            return value;
        Report(line, start, shown.Length, $"{line.Tag} {HeaderNumber.Text(value)} is not in {HeaderNumber.Text(least)} … {HeaderNumber.Text(most)}", "represents an out-of-range integer.");
        return Math.Max(0, least);
    }

    private int ArchiveFlag(DefinitionLine line)
    {
        long flag = Number(line, int.MinValue, int.MaxValue);
        if (flag is >= -1 and <= 1)
            return (int)flag;
        problems.Warn(line, line.Fields, line.End - line.Fields, new DrmsError(ErrorCode.Definition, $"Archive {HeaderNumber.Text(flag)} is none of -1, 0 and 1 and becomes 0")
        {
            ClassicMessage = $"WARNING: Invalid archive value '{HeaderNumber.Text(flag)}' - setting to 0.",
        });
        return 0;
    }

    // The original shows the rest of the file, whatever its size: we do so once.
    private void Report(DefinitionLine line, int start, int length, string message, string classicEnd)
    {
        int shownTo = problems.Count == 0 ? text.Length : line.End;
        problems.Add(ReadingPass.Header, line, start, length, new DrmsError(ErrorCode.Syntax, message)
        {
            ClassicMessage = $"The string '{text.AsSpan(line.Fields, shownTo - line.Fields)}' on line {HeaderNumber.Text(line.Number)} of JSOC series descriptor {classicEnd}",
        });
    }

    private void ReportUnknown(DefinitionLine line, string message, string? hint)
    {
        DrmsError error = new(ErrorCode.Syntax, message) { Hint = hint };
        if (options.IsLenient)
            problems.Warn(line, line.TagStart, line.Tag.Length, error);
        else
            problems.Add(ReadingPass.Header, line, line.TagStart, line.Tag.Length, error);
    }
}
