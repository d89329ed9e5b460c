using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads <c>Data:</c> lines. Spec 02 §1.6.</summary>
internal sealed class SegmentSection(string text, DefinitionProblems problems, DefinitionOptions options)
{
    private const int LongestCparms = 254;
    private const int LongestDescription = 254;
    private const int MostAxes = 16;
    private const int MostSegments = 1000;   // sg_000 … sg_999

    private static readonly string[] s_types = ["char", "short", "int", "longlong", "float", "double"];

    private readonly OrderedDictionary<string, SegmentDefinition> _segments = new(StringComparer.OrdinalIgnoreCase);
    private readonly OrderedDictionary<string, KeywordDefinition> _implicit = new(StringComparer.OrdinalIgnoreCase);
    private int _next;

    /// <summary>A linked segment and the field that names its link.</summary>
    public readonly record struct Linked(SegmentDefinition Segment, DefinitionLine Line, Field Link);

    /// <summary>The segments, in the order of the text.</summary>
    public IReadOnlyList<SegmentDefinition> Segments => _segments.Values;

    /// <summary>The keywords that the segments make.</summary>
    public IReadOnlyList<KeywordDefinition> Implicit => _implicit.Values;

    /// <summary>The linked segments, to be checked when the links are known.</summary>
    public List<Linked> LinkedSegments { get; } = [];

    /// <summary>Number of lines, right or wrong.</summary>
    public int Lines { get; private set; }

    /// <summary>Reads one line.</summary>
    public void Read(DefinitionLine line)
    {
        Lines++;
        LineFields fields = new(text, line, problems, ReadingPass.Segments, "segment");
        int before = problems.Count;
        Field name = fields.Word("segment name", Names.Longest);
        Field scope = fields.Word("segment scope", Names.Longest);
        if (fields.Failed)
            return;
        CheckName(line, name);
        SegmentDefinition? segment = scope.Value.Equals("link", StringComparison.OrdinalIgnoreCase)
            ? ReadLinked(line, name, ref fields)
            : ReadOwn(line, name, scope, ref fields);
        if (segment is null || fields.Failed)
            return;
        fields.End();
        if (problems.Count > before)
            return;
        _segments.Add(segment.Name, segment);
    }

    private SegmentDefinition? ReadLinked(DefinitionLine line, Field name, ref LineFields fields)
    {
        Field link = fields.Word("link name", Names.Longest);
        Field target = fields.Word("target segment", Names.Longest);
        int[]? dimensions = Dimensions(line, ref fields, isFree: false);
        Field description = fields.Text("description", int.MaxValue);
        if (dimensions is null || fields.Failed)
            return null;
        SegmentDefinition segment = new()
        {
            Name = name.Value, Number = _next++, Protocol = SegmentProtocol.Generic, Dimensions = dimensions, LinkName = link.Value,
            TargetSegment = target.Value, Description = Cut.Text(description, LongestDescription, "description", line, problems),
        };
        LinkedSegments.Add(new Linked(segment, line, link));
        return segment;
    }

    private SegmentDefinition? ReadOwn(DefinitionLine line, Field name, Field scopeField, ref LineFields fields)
    {
        Field typeField = fields.Word("segment type", Names.Longest);
        if (fields.Failed)
            return null;
        SegmentScope scope = Scope(line, scopeField);
        DrmsType type = PixelType(line, typeField, out bool isRaw);
        int[]? dimensions = Dimensions(line, ref fields, isFree: true, scope);
        Field unit = fields.Text("unit", Names.Longest);
        Field protocolField = fields.Word("protocol", Names.Longest);
        if (dimensions is null || fields.Failed)
            return null;
        SegmentProtocol protocol = Protocol(line, protocolField);
        CheckFreeDimensions(line, dimensions, scope, protocol, protocolField);
        Extra extra = ReadExtra(line, SegmentFields.Of(protocol, type, isRaw), ref fields);
        Field description = fields.Text("description", int.MaxValue);
        if (fields.Failed)
            return null;
        CheckSurplus(line, protocol, type, ref fields);
        SegmentDefinition segment = new()
        {
            Name = name.Value, Number = _next++, Scope = scope, Type = type, IsRaw = isRaw, Dimensions = dimensions, Unit = unit.Value, Protocol = protocol,
            BlockSizes = protocol == SegmentProtocol.Tas ? new int[dimensions.Length] : [],
            Description = Cut.Text(description, LongestDescription, "description", line, problems),
        };
        AddImplicit(line, name, segment, protocol == SegmentProtocol.Fitz ? extra with { Cparms = ImplicitKeywords.FitzCompression } : extra);
        return segment;
    }

    private readonly record struct Extra(string Cparms, double Bzero, double Bscale);

    private Extra ReadExtra(DefinitionLine line, SegmentFields wanted, ref LineFields fields)
    {
        string cparms = "";
        if (wanted.HasCparmsField)
        {
            // "none" in quotes makes every write fail in the original: read as the unquoted word, not compressed
            Field field = fields.Text("compression", LongestCparms);
            cparms = field.Value.Equals("none", StringComparison.OrdinalIgnoreCase) ? "" : field.Value;
        }
        if (!wanted.HasScalingFields)
            return new Extra(cparms, 0, 1);
        Field bzero = fields.Word("bzero", 80);
        Field bscale = fields.Word("bscale", 80);
        return fields.Failed ? new Extra(cparms, 0, 1) : new Extra(cparms, Scaling(line, bzero, "bzero"), Scaling(line, bscale, "bscale"));
    }

    private double Scaling(DefinitionLine line, Field field, string what)
    {
        if (!ValueReader.TryRead(DrmsType.Double, field.Value, out DrmsValue value, out DrmsError? error))
        {
            Report(line, field, new DrmsError(ErrorCode.Definition, $"{what} \"{field.Value}\" is not a number")
            {
                ClassicMessage = error.ClassicMessage,
            });
            return 1;
        }
        double number = value.AsDouble;
        if (!double.IsFinite(number))
            Report(line, field, new DrmsError(ErrorCode.Definition, $"{what} \"{field.Value}\" is not a finite number"));
        else if (number == 0 && what == "bscale")
            problems.Warn(line, field, new DrmsError(ErrorCode.Definition, "a bscale of 0 makes every pixel equal to bzero"));
        return number;
    }

    private void AddImplicit(DefinitionLine line, Field name, SegmentDefinition segment, Extra extra)
    {
        foreach (KeywordDefinition keyword in ImplicitKeywords.Of(segment, extra.Cparms, extra.Bzero, extra.Bscale))
        {
            if (keyword.Name.Length > Names.Longest)
            {
                Report(line, name, new DrmsError(ErrorCode.Limit, $"segment name \"{name.Value}\" is longer than {HeaderNumber.Text(Names.Longest - "_bscale".Length)} characters")
                {
                    Detail = $"Its keyword {keyword.Name} would have more than {HeaderNumber.Text(Names.Longest)}.",
                });
                return;
            }
            if (!ReservedNames.IsPlain(keyword.Name))
            {
                problems.Add(ReadingPass.Creation, line, name, new DrmsError(ErrorCode.Definition, $"segment name \"{name.Value}\" cannot begin the keyword name {keyword.Name}")
                {
                    Hint = "A name has letters, digits and underscores and does not begin with a digit.",
                });
                return;
            }
            if (_implicit.TryAdd(keyword.Name, keyword))
                continue;
            Report(line, name, new DrmsError(ErrorCode.Definition, $"keyword {keyword.Name} of segment \"{name.Value}\" has the name of another segment's keyword"));
            return;
        }
    }

    private void CheckName(DefinitionLine line, Field name)
    {
        if (_next >= MostSegments)
            Report(line, name, new DrmsError(ErrorCode.Limit, "a series has at most 1000 segments"));
        foreach (char c in name.Value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                Report(line, name, new DrmsError(ErrorCode.Definition, $"segment name \"{name.Value}\" has characters that a file name may not have")
                {
                    Hint = "A segment name has letters, digits, underscores, hyphens and dots.",
                });
                return;
            }
        }
        if (name.Value.Length > 0 && name.Value[0] is '.' or '-')
            Report(line, name, new DrmsError(ErrorCode.Definition, $"segment name \"{name.Value}\" begins with \"{name.Value[0]}\""));
        if (!_segments.ContainsKey(name.Value))
            return;
        DrmsError twice = new(ErrorCode.Definition, $"segment \"{name.Value}\" is defined twice")
        {
            Detail = "The original keeps the second with the number of the second and the column of the first.",
        };
        Report(line, name, twice);   // also when lenient: such a series cannot be used
    }

    private SegmentScope Scope(DefinitionLine line, Field field)
    {
        if (!SegmentScopes.TryParse(field.Value, out SegmentScope scope))
        {
            Report(line, field, new DrmsError(ErrorCode.Definition, $"segment scope \"{field.Value}\" is not known")
            {
                Detail = "Scopes are constant, variable and vardim, in lower case, or link.",
                Hint = problems.Nearest(field.Value, SegmentScopes.All),
                ClassicMessage = Classic.Descriptor("segment", line),
            });
        }
        return scope;
    }

    private DrmsType PixelType(DefinitionLine line, Field field, out bool isRaw)
    {
        isRaw = false;
        if (DrmsTypeNames.TryParse(field.Value, out DrmsType type) && type is not (DrmsType.String or DrmsType.Time))
            return type;
        if (options.IsLenient && field.Value.Equals("raw", StringComparison.OrdinalIgnoreCase))
        {
            isRaw = true;
            return DrmsType.Char;
        }
        bool isKnown = type is DrmsType.String or DrmsType.Time && DrmsTypeNames.TryParse(field.Value, out _);
        Report(line, field, new DrmsError(ErrorCode.Definition, isKnown ? $"a segment cannot have the type {type.Name()}" : $"segment type \"{field.Value}\" is not known")
        {
            Detail = "Types are char, short, int, longlong, float and double.",
            Hint = problems.Nearest(field.Value, s_types),
            ClassicMessage = isKnown ? null : $"ERROR: Unhandled DRMS type '{field.Value}'",
        });
        return DrmsType.Int;
    }

    private SegmentProtocol Protocol(DefinitionLine line, Field field)
    {
        if (!SegmentProtocols.TryParse(field.Value, out SegmentProtocol protocol))
        {
            Report(line, field, new DrmsError(ErrorCode.Definition, $"protocol \"{field.Value}\" is not known")
            {
                Detail = $"Protocols are {string.Join(", ", SegmentProtocols.All)}, in lower case.",
                Hint = problems.Nearest(field.Value, [.. SegmentProtocols.All]),
                ClassicMessage = Classic.Descriptor("segment", line),
            });
        }
        return protocol;
    }

    // number of axes, then one field each: digits, or * or NA for a free one
    private int[]? Dimensions(DefinitionLine line, ref LineFields fields, bool isFree, SegmentScope scope = SegmentScope.Variable)
    {
        Field count = fields.Word("number of axes", Names.Longest);
        if (fields.Failed)
            return null;
        if (!TryDigits(count.Value, out int axes))
        {
            Report(line, count, new DrmsError(ErrorCode.Definition, $"number of axes \"{count.Value}\" is not a number") { ClassicMessage = Classic.Descriptor("segment", line) });
            return null;
        }
        if (axes > MostAxes)
        {
            // found by the original when it makes the series; on the way there it reads the dimensions
            problems.Add(ReadingPass.Creation, line, count.Start, count.Length, new DrmsError(ErrorCode.Definition, $"a segment has at most {HeaderNumber.Text(MostAxes)} axes, not {count.Value}")
            {
                ClassicMessage = $"ERROR: Invalid value of rank ({HeaderNumber.Text(axes)}).",
            }, onOutput: true);
            if (axes > 1000)
                return null;
        }
        int[] dimensions = new int[axes];
        for (int i = 0; i < axes && !fields.Failed; i++)
        {
            Field field = fields.Word($"dimension {HeaderNumber.Text(i + 1)}", Names.Longest);
            if (fields.Failed)
                break;
            bool isStar = field.Value == "*" || field.Value.Equals("NA", StringComparison.OrdinalIgnoreCase);
            if (isStar && isFree)
                dimensions[i] = scope == SegmentScope.VarDim ? 0 : Free;
            else if (!TryDigits(field.Value, out dimensions[i]))
                ReportDimension(line, field, isStar);
        }
        return dimensions;
    }

    private const int Free = -1;   // a star, until the protocol tells whether it may stand there

    private void ReportDimension(DefinitionLine line, Field field, bool isStar) =>
        Report(line, field, new DrmsError(ErrorCode.Definition, isStar ? "a linked segment cannot have a free dimension" : $"dimension \"{field.Value}\" is not a number")
        {
            Hint = isStar ? "Write 0." : null,
            ClassicMessage = Classic.Descriptor("segment", line),
        });

    private void CheckFreeDimensions(DefinitionLine line, int[] dimensions, SegmentScope scope, SegmentProtocol protocol, Field place)
    {
        bool hasStar = false;
        for (int i = 0; i < dimensions.Length; i++)
        {
            hasStar |= dimensions[i] == Free;
            dimensions[i] = Math.Max(0, dimensions[i]);
        }
        if (hasStar && protocol != SegmentProtocol.Generic)
        {
            Report(line, place, new DrmsError(ErrorCode.Definition, $"a {scope.Name()} {protocol.Name()} segment cannot have a free dimension")
            {
                Hint = "Use the scope vardim.",
                ClassicMessage = Classic.Descriptor("segment", line),
            });
        }
    }

    private void CheckSurplus(DefinitionLine line, SegmentProtocol protocol, DrmsType type, ref LineFields fields)
    {
        bool looksScaled = type is DrmsType.Float or DrmsType.Double && fields.HasMore
            && protocol is SegmentProtocol.Fits or SegmentProtocol.Fitz or SegmentProtocol.Tas or SegmentProtocol.Bin or SegmentProtocol.BinGz;
        if (looksScaled)
        {
            problems.Warn(line, line.TagStart, line.Tag.Length, new DrmsError(ErrorCode.Definition, $"a {type.Name()} {protocol.Name()} segment has no bzero and bscale")
            {
                Detail = "The first field after the protocol and its compression is taken as the description.",
            });
        }
    }

    private static bool TryDigits(string text, out int value)
    {
        value = 0;
        return text.Length is > 0 and <= 10 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            && HeaderNumber.TryRead(text, out long number, out int consumed) && consumed == text.Length && number <= int.MaxValue
            && (value = (int)number) == number;
    }

    private void Report(DefinitionLine line, Field field, DrmsError error) => problems.Add(ReadingPass.Segments, line, field, error);
}
