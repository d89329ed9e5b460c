using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>Collects the elements of a text and of the lists that it names.</summary>
internal sealed class SpecReader(RecordSetOptions options)
{
    private readonly List<string> _openLists = [];
    private int _lists;

    public List<RecordSetElement> Elements { get; } = [];

    public List<DrmsError> Warnings { get; } = [];

    public bool HasListFile { get; private set; }

    // spec = element { sep element } [ sep ] ;   sep = "," | ";" | comment ;
    public bool TryRead(string text, string? file, int? line, int depth, [NotNullWhen(false)] out DrmsError? error)
    {
        if (text.Length > options.MaxLength)
        {
            error = new DrmsError(ErrorCode.Limit, $"record-set specification of {text.Length} characters is longer than {options.MaxLength}") { File = file, Line = line };
            return false;
        }
        ElementScanner scanner = new(text);
        if (!scanner.TryBegin(out error))
            return Fail(ref error, text, file, line);
        while (!scanner.AtEnd)
        {
            if (scanner.Current == '@')
            {
                if (!scanner.TryListPath(out SourceSpan path, out error))
                    return Fail(ref error, text, file, line);
                if (!TryReadList(text, path, file, line, depth, out error))
                    return false;
            }
            else
            {
                if (!scanner.TryRecordSet(out ScannedElement element, out error))
                    return Fail(ref error, text, file, line);
                Add(element, text, file, line);
            }
            if (Elements.Count > options.MaxElements)
            {
                error = new DrmsError(ErrorCode.Limit, $"record-set specification has more than {options.MaxElements} elements") { Span = Elements[^1].Span };
                return Fail(ref error, text, file, line);
            }
            if (!scanner.TrySeparator(out error))
                return Fail(ref error, text, file, line);
        }
        error = null;
        return true;
    }

    private void Add(in ScannedElement element, string text, string? file, int? line)
    {
        Elements.Add(new RecordSetElement
        {
            SeriesName = NameOf(element.Name.In(text)),
            NameSpan = element.Name,
            Filters = element.Filters,
            FilterText = element.FilterText,
            Segments = element.Segments,
            Span = element.Span,
            Source = text,
            File = file,
            Line = line,
        });
        foreach (DrmsError warning in element.Warnings)
            Warnings.Add(warning with { Source = text, File = file, Line = line });
    }

    // Long lists mostly repeat one name.
    private string NameOf(ReadOnlySpan<char> name) => Elements.Count > 0 && name.SequenceEqual(Elements[^1].SeriesName) ? Elements[^1].SeriesName : name.ToString();

    private bool TryReadList(string text, SourceSpan path, string? file, int? line, int depth, [NotNullWhen(false)] out DrmsError? error)
    {
        HasListFile = true;
        string name = path.In(text).ToString();
        if (options.ListFiles is null)
        {
            error = new DrmsError(ErrorCode.Permission, $"record-set list \"@{name}\" is not allowed here") { Span = path, Hint = "Write the record sets themselves, separated by commas." };
            return Fail(ref error, text, file, line);
        }
        if (!options.ListFiles.TryRead(name, out ListFile? list, out string? reason))
        {
            Warnings.Add(new DrmsError(ErrorCode.File, $"could not read record-set list \"{name}\": {reason}")
            {
                Span = path,
                Source = text,
                File = file,
                Line = line,
                ClassicMessage = $"{reason}\nCannot find @file {name}, skipping.",
            });
            error = null;
            return true;
        }
        string? limit = _openLists.Contains(list.Identity) ? $"record-set list \"{name}\" names itself"
            : depth >= options.MaxListFileDepth ? $"record-set lists are nested deeper than {options.MaxListFileDepth}"
            : ++_lists > options.MaxListFiles ? $"more than {options.MaxListFiles} record-set lists"
            : null;
        if (limit is not null)
        {
            error = new DrmsError(ErrorCode.Limit, limit) { Span = path };
            return Fail(ref error, text, file, line);
        }
        _openLists.Add(list.Identity);
        error = null;
        for (int i = 0; i < list.Lines.Count && error is null; i++)
        {
            if (list.Lines[i].Length > 0)
                TryRead(list.Lines[i], name, i + 1, depth + 1, out error);
        }
        _openLists.RemoveAt(_openLists.Count - 1);
        return error is null;
    }

    private static bool Fail([NotNull] ref DrmsError? error, string text, string? file, int? line)
    {
        error = error! with { Source = text, File = file, Line = line };
        return false;
    }
}
