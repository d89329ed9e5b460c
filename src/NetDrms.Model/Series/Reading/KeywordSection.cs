using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads <c>Keyword:</c> lines. Spec 02 §1.3.</summary>
internal sealed class KeywordSection(string text, DefinitionProblems problems, DefinitionOptions options, SegmentSection segments, LinkSection links)
{
    private const int LongestDefault = 998;
    private const int LongestFormat = 19;
    private const int LongestUnit = 31;
    private const int LongestDescription = 254;

    private static readonly string[] s_kinds = ["variable", "constant", "ts_eq", "slot", "enum", "carr", "ts_slot"];
    private static readonly string[] s_scopes = ["record", "segment"];

    private readonly HashSet<string> _wrong = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Entry> _entries = [];
    private int _nextRank = 1;

    /// <summary>A keyword with the place of its name.</summary>
    internal sealed record Entry(KeywordDefinition Keyword, DefinitionLine? Line, Field Name);

    /// <summary>All keywords so far, by rank.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Looks a keyword up by its name.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Entry? entry) => _byName.TryGetValue(name, out entry);

    /// <summary>True for a name whose line has errors: that something refers to it is not another one.</summary>
    public bool IsWrong(string name) => _wrong.Contains(name);

    /// <summary>Names that may be meant: those of right and of wrong lines.</summary>
    public IReadOnlyCollection<string> Names => [.. _entries.Where(entry => !entry.Keyword.IsImplicit).Select(entry => entry.Keyword.Name), .. _wrong];

    /// <summary>Adds a keyword that the system makes.</summary>
    public void AddImplicit(KeywordDefinition keyword, Entry? of = null) => Add(new Entry(keyword, of?.Line, of?.Name ?? default));

    /// <summary>Reads one line.</summary>
    public void Read(DefinitionLine line)
    {
        LineFields fields = new(text, line, problems, ReadingPass.Keywords, "keyword");
        int before = problems.Count;
        Field name = fields.Word("keyword name", Reading.Names.Longest);
        Field type = fields.Word("keyword type", Reading.Names.Longest);
        if (fields.Failed)
        {
            _wrong.Add(name.Value);
            return;
        }
        KeywordDefinition? keyword = type.Value.Equals("link", StringComparison.OrdinalIgnoreCase)
            ? ReadLinked(line, name, ref fields)
            : ReadOwn(line, name, type, ref fields);
        if (keyword is null || problems.Count > before)
        {
            _wrong.Add(name.Value);
            return;
        }
        fields.End();
        if (_byName.Remove(keyword.Name, out Entry? earlier))
        {
            if (earlier.Keyword.IsImplicit)   // lenient only: the line is ignored, as in the original
            {
                _byName.Add(earlier.Keyword.Name, earlier);
                return;
            }
            _entries.RemoveAt(_entries.FindIndex(entry => ReferenceEquals(entry, earlier)));
        }
        Add(new Entry(keyword, line, name));
    }

    private void Add(Entry entry)
    {
        // one rank a copy: a per-segment keyword of a series with nine segments takes nine
        Entry ranked = entry with { Keyword = entry.Keyword with { Rank = _nextRank } };
        _nextRank += entry.Keyword.IsPerSegment ? segments.Segments.Count : 1;
        _entries.Add(ranked);
        _byName[ranked.Keyword.Name] = ranked;
    }

    private KeywordDefinition? ReadLinked(DefinitionLine line, Field name, ref LineFields fields)
    {
        Field link = fields.Word("link name", Reading.Names.Longest);
        Field target = fields.Word("target keyword", Reading.Names.Longest);
        Field description = fields.Text("description", LongestDescription);
        if (fields.Failed)
            return null;
        CheckName(line, name, false);
        if (!links.Has(link.Value) && !options.IsLenient && !options.AllowsUnknownLinks)
        {
            Report(line, link, new DrmsError(ErrorCode.UnknownLink, $"link \"{link.Value}\" is not defined")
            {
                Hint = problems.Nearest(link.Value, links.Names),
            });
        }
        CheckBracket(line, description);
        return new KeywordDefinition { Name = name.Value, LinkName = link.Value, TargetKeyword = target.Value, Description = description.Value, Default = DrmsValue.OfInteger(DrmsType.Int, 0) };
    }

    // The checks stand in the order in which the original makes them.
    private KeywordDefinition? ReadOwn(DefinitionLine line, Field name, Field typeField, ref LineFields fields)
    {
        Field kindField = fields.Word("kind", Reading.Names.Longest);
        Field scopeField = fields.Word("scope", Reading.Names.Longest);
        Field defaultField = fields.Text("default", LongestDefault);
        Field format = fields.Word("format", LongestFormat);
        Field unit = fields.Text("unit", LongestUnit);
        Field description = fields.Text("description", LongestDescription);
        if (fields.Failed)
            return null;
        bool isPerSegment = scopeField.Value.Equals("segment", StringComparison.OrdinalIgnoreCase);
        CheckName(line, name, isPerSegment);
        bool typeIsKnown = DrmsTypeNames.TryParse(typeField.Value, out DrmsType type);
        if (!typeIsKnown)
            ReportType(line, typeField, defaultField);
        KeywordKind? kind = Kind(line, kindField);
        CheckScope(line, scopeField, name, isPerSegment);
        DrmsValue value = default;
        if (typeIsKnown && !DefaultText.TryRead(type, unit.Value, defaultField.Value, defaultField.IsQuoted, options.IsLenient, out value, out DrmsError? error))
        {
            string generic = Classic.Descriptor("keyword", line);
            Report(line, defaultField, error with { ClassicMessage = error.ClassicMessage is string classic ? $"{classic}\n{generic}" : generic });
        }
        if (kind is null && KeywordKinds.TryParse(kindField.Value, out KeywordKind index) && index == KeywordKind.Index)
            kind = KeywordKind.Variable;   // reported already
        if (kind is null)
            ReportKind(line, kindField);
        CheckBracket(line, description);
        if (typeIsKnown)
        {
            WarnOfFormat(line, format, type, name.Value, isPerSegment);
            WarnOfCatalog(line, defaultField, type, unit.Value, value);
        }
        return new KeywordDefinition
        {
            Name = name.Value, Type = type, Kind = kind ?? KeywordKind.Variable, IsPerSegment = isPerSegment, Default = value, Format = format.Value,
            Unit = unit.Value, Description = description.Value,
        };
    }

    private void CheckName(DefinitionLine line, Field name, bool isPerSegment)
    {
        DrmsError? wrong = Reading.Names.CheckKeyword(name.Value);
        if (wrong?.ClassicMessage is string classic)
            Report(line, name, wrong with { ClassicMessage = $"{classic}\n{Classic.Descriptor("keyword", line)}" });
        else if (wrong is not null)
            problems.Add(ReadingPass.Creation, line, name, wrong);   // the original leaves these to the database
        if (isPerSegment && name.Value.Length > Reading.Names.Longest - 4)
            Report(line, name, new DrmsError(ErrorCode.Limit, $"name \"{name.Value}\" of a per-segment keyword is longer than {HeaderNumber.Text(Reading.Names.Longest - 4)} characters") { Detail = "The number of the segment is put behind it." });
        if (!_byName.TryGetValue(name.Value, out Entry? earlier))
            return;
        DrmsError twice = earlier.Keyword.IsImplicit
            ? new DrmsError(ErrorCode.Definition, $"keyword \"{name.Value}\" is made by the system for a segment") { Hint = "Leave the line out." }
            : new DrmsError(ErrorCode.Definition, $"keyword \"{name.Value}\" is defined twice") { Detail = $"First on line {HeaderNumber.Text(earlier.Line?.Number ?? 0)}." };
        if (options.IsLenient)
            problems.Warn(line, name, twice);
        else
            Report(line, name, twice);
    }

    private void ReportType(DefinitionLine line, Field type, Field defaultField) =>
        Report(line, type, new DrmsError(ErrorCode.Definition, $"keyword type \"{type.Value}\" is not known")
        {
            Detail = $"Types are {string.Join(", ", DrmsTypeNames.All)}, or link.",
            Hint = problems.Nearest(type.Value, DrmsTypeNames.All) ?? (type.Value.Equals("integer", StringComparison.OrdinalIgnoreCase) ? "Did you mean \"int\"?" : null),
            ClassicMessage = $"""
                ERROR: Unhandled DRMS type '{type.Value}'
                ERROR: Unhandled DRMS type '{type.Value}'
                ERROR: Unhandled DRMS type 8
                Invalid default value '{defaultField.Value}'.
                {Classic.Descriptor("keyword", line)}
                """,
        });

    // null: unknown or not allowed
    private KeywordKind? Kind(DefinitionLine line, Field field)
    {
        if (!KeywordKinds.TryParse(field.Value, out KeywordKind kind))
            return null;
        if (kind != KeywordKind.Index)
            return kind;
        Report(line, field, new DrmsError(ErrorCode.Definition, "an index keyword cannot be defined")
        {
            Hint = "It is made by the system for a slotted keyword.",
            ClassicMessage = "Specification of an index keyword in a jsd is not allowed.\n" + Classic.Descriptor("keyword", line),
        });
        return null;
    }

    private void ReportKind(DefinitionLine line, Field field) =>
        Report(line, field, new DrmsError(ErrorCode.Definition, $"kind \"{field.Value}\" is not known")
        {
            Detail = $"Kinds are {string.Join(", ", s_kinds)}.",
            Hint = problems.Nearest(field.Value, s_kinds),
            ClassicMessage = $"Invalid record scope type string {field.Value}.\n" + Classic.Descriptor("keyword", line),
        });

    private void CheckScope(DefinitionLine line, Field field, Field name, bool isPerSegment)
    {
        if (isPerSegment && segments.Segments.Count == 0 && segments.Lines == 0)
        {
            Report(line, field, new DrmsError(ErrorCode.Definition, $"keyword \"{name.Value}\" is per segment, but the series has no segments")
            {
                ClassicMessage = $"'{name.Value}' declared per_segment, but no segments declared.\n" + Classic.Descriptor("keyword", line),
            });
        }
        else if (!isPerSegment && !field.Value.Equals("record", StringComparison.OrdinalIgnoreCase))
        {
            Report(line, field, new DrmsError(ErrorCode.Definition, $"scope \"{field.Value}\" is neither record nor segment")
            {
                Hint = problems.Nearest(field.Value, s_scopes),
                ClassicMessage = Classic.Descriptor("keyword", line),
            });
        }
    }

    // description = [ "[" FITSNAME [ ":" cast ] "]" ] text
    private void CheckBracket(DefinitionLine line, Field description)
    {
        if (!description.Value.StartsWith('['))
            return;
        int close = description.Value.IndexOf(']', StringComparison.Ordinal);
        if (close < 0)
        {
            Report(line, description, new DrmsError(ErrorCode.Definition, "the FITS name that begins the description has no \"]\"")
            {
                ClassicMessage = $"Unparseable description field '{description.Value}'.\n" + Classic.Descriptor("keyword", line),
            });
            return;
        }
        string name = FitsNames.Bracketed(description.Value) ?? "";
        if (FitsNames.IsWrittenByExport(name))
        {
            problems.Warn(line, description, new DrmsError(ErrorCode.Definition, $"FITS name \"{name}\" is written by the export itself")
            {
                ClassicMessage = $"WARNING: External keyword name '{name}' will be implicitly generated upon export and should not be used.",
            });
        }
        else if (FitsNames.IsReserved(name))
        {
            problems.Warn(line, description, new DrmsError(ErrorCode.Definition, $"FITS name \"{name}\" belongs to the structure of a FITS file")
            {
                ClassicMessage = $"WARNING: External keyword name '{name}' is reserved and should not be used.",
            });
        }
    }

    private void WarnOfFormat(DefinitionLine line, Field format, DrmsType type, string name, bool isPerSegment)
    {
        int copies = isPerSegment ? segments.Segments.Count : 1;
        for (int i = 0; i < copies && !problems.WarnedEnough; i++)
        {
            IReadOnlyList<string> notes = KeywordFormat.Check(type, format.Value, isPerSegment ? $"{name}_{i:D3}" : name);
            if (notes.Count == 0)
                return;
            problems.Warn(line, format, new DrmsError(ErrorCode.Definition, $"format \"{format.Value}\" does not fit the type {type.Name()} of keyword \"{name}\"")
            {
                ClassicMessage = string.Join('\n', notes),
            });
        }
    }

    private void WarnOfCatalog(DefinitionLine line, Field field, DrmsType type, string unit, DrmsValue value)
    {
        if (type == DrmsType.Time && !value.IsMissing && !double.IsNaN(value.AsDouble) && DefaultText.OfCatalog(type, unit, DefaultText.ToCatalog(type, unit, value)) != value)
        {
            problems.Warn(line, field, new DrmsError(ErrorCode.Definition, "the catalog keeps whole seconds of a default time")
            {
                Detail = $"It becomes {DefaultText.ToCatalog(type, unit, value)}.",
            });
        }
    }

    private void Report(DefinitionLine line, Field field, DrmsError error) => problems.Add(ReadingPass.Keywords, line, field, error);
}
