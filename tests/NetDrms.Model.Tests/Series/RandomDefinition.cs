using CsCheck;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Series;

/// <summary>Random definitions that a catalog could hold.</summary>
internal static class RandomDefinition
{
    private static readonly string[] s_units = ["none", "", "m", "UTC", "TAI", "ISO", "secs", "mins", "days", "deg", " x", "a \"b\"", "'", "DN/s, raw"];
    private static readonly string[] s_formats = ["%d", "%f", "%.3f", "%s", "%g", "%lld", "0x%08X", "0", "3", "-1", "12", "%c", "abc", "%5.1f m", "%d, %d", "%%", "\"%d\""];
    private static readonly Gen<string> s_text = CsCheck.Gen.String[CsCheck.Gen.OneOf(CsCheck.Gen.OneOf('a', 'Z', '7', ' ', ',', '"', '\'', '\\', '#', ':', '\t', '\r', 'é', '☉', '%', '_'), CsCheck.Gen.Char[' ', '~']), 0, 40]
        .Select(text => text.StartsWith('[') ? "" : text);

    private static readonly Gen<KeywordDefinition> s_keyword =
        from type in CsCheck.Gen.OneOf(Enum.GetValues<DrmsType>())
        from isConstant in CsCheck.Gen.Bool
        from isPerSegment in CsCheck.Gen.Bool
        from unit in CsCheck.Gen.OneOf(s_units)
        from format in CsCheck.Gen.OneOf(s_formats)
        from description in s_text
        from value in ValueOf(type, unit)
        select new KeywordDefinition
        {
            Name = "", Type = type, Kind = isConstant ? KeywordKind.Constant : KeywordKind.Variable, IsPerSegment = isPerSegment, Unit = unit, Format = format,
            Description = description, Default = value,
        };

    private static readonly Gen<SegmentDefinition> s_segment =
        from protocol in CsCheck.Gen.OneOf(Enum.GetValues<SegmentProtocol>())
        from scope in CsCheck.Gen.OneOf(Enum.GetValues<SegmentScope>())
        from type in CsCheck.Gen.OneOf(DrmsType.Char, DrmsType.Short, DrmsType.Int, DrmsType.LongLong, DrmsType.Float, DrmsType.Double)
        from dimensions in CsCheck.Gen.Int[0, 5000].Array[0, 16]
        from unit in CsCheck.Gen.OneOf(s_units)
        from description in s_text
        select new SegmentDefinition
        {
            Name = "", Protocol = protocol, Scope = scope, Type = type, Dimensions = dimensions, BlockSizes = protocol == SegmentProtocol.Tas ? new int[dimensions.Length] : [],
            Unit = unit, Description = description,
        };

    /// <summary>The generator.</summary>
    public static Gen<SeriesDefinition> Gen { get; } =
        from keywords in s_keyword.Array[1, 8]
        from segments in s_segment.Array[0, 4]
        from scalings in CsCheck.Gen.Select(CsCheck.Gen.Double[-1e6, 1e6], CsCheck.Gen.Double[1e-6, 1e3], s_text).Array[4]
        from numbers in CsCheck.Gen.Int[1, 32767].Array[4]
        from texts in s_text.Array[4]
        from links in CsCheck.Gen.Bool.Array[0, 3]
        from extras in CsCheck.Gen.Int[0, 7]
        select Assemble(keywords, segments, scalings, numbers, texts, links, extras);

    private static SeriesDefinition Assemble(
        KeywordDefinition[] plain, SegmentDefinition[] plainSegments, (double Bzero, double Bscale, string Cparms)[] scalings, int[] numbers, string[] texts, bool[] isDynamic, int extras)
    {
        LinkDefinition[] links = [.. isDynamic.Select((dynamic, i) => new LinkDefinition($"L{i}", $"ns.target_{i}", dynamic, texts[i]))];
        SegmentDefinition[] segments = [.. plainSegments.Select((segment, i) => segment with { Name = $"seg{i}", Number = i })];
        if (segments.Length > 0 && links.Length > 0)
            segments[0] = new SegmentDefinition { Name = "seg0", LinkName = "L0", TargetSegment = "there", Dimensions = segments[0].Dimensions, Description = segments[0].Description };
        List<KeywordDefinition> keywords = [];
        for (int i = 0; i < segments.Length; i++)
        {
            string cparms = segments[i].Protocol == SegmentProtocol.Fitz ? ImplicitKeywords.FitzCompression : scalings[i].Cparms;
            bool isFloat = segments[i].Type is DrmsType.Float or DrmsType.Double;
            keywords.AddRange(ImplicitKeywords.Of(segments[i], cparms, isFloat ? 0 : scalings[i].Bzero, isFloat ? 1 : scalings[i].Bscale));
        }
        for (int i = 0; i < plain.Length; i++)
            keywords.Add(plain[i] with { Name = $"Key{i}", IsPerSegment = plain[i].IsPerSegment && segments.Length > 0 });
        if (links.Length > 1)
            keywords.Add(new KeywordDefinition { Name = "Linked", LinkName = "L1", TargetKeyword = "VAL", Description = texts[3], Default = DrmsValue.OfInteger(DrmsType.Int, 0) });
        List<KeywordDefinition> primeKeys = [];
        if ((extras & 1) != 0)
            AddSlotted(keywords, numbers);
        int rank = 1;
        for (int i = 0; i < keywords.Count; i++)
        {
            keywords[i] = keywords[i] with { Rank = rank };
            rank += keywords[i].IsPerSegment ? segments.Length : 1;
        }
        primeKeys.AddRange(keywords.Where(keyword => keyword.Kind == KeywordKind.Index));
        primeKeys.AddRange(keywords.Where(keyword => (extras & 2) != 0 && !keyword.IsImplicit && !keyword.Kind.IsSlotted() && keyword.HasColumn && !keyword.IsPerSegment).Take(3));
        return new SeriesDefinition
        {
            Name = SeriesName.TryParse("Some.Name_1", out SeriesName name) ? name : default,
            Author = texts[0],
            Owner = "netdrms_production",
            UnitSize = numbers[0],
            Archive = (numbers[1] % 3) - 1,
            RetentionDays = numbers[2],
            StagingRetentionDays = numbers[3],
            TapeGroup = numbers[1] - 100,
            Description = texts[1],
            CreateShadow = (extras & 4) != 0 && primeKeys.Count > 0,
            Keywords = keywords,
            Segments = segments,
            Links = links,
            PrimeKeys = primeKeys,
            DbIndex = primeKeys.Count > 1 && numbers[0] % 2 == 0 ? [.. primeKeys.Select(key => key.Name).Reverse()] : null,
        };
    }

    private static void AddSlotted(List<KeywordDefinition> keywords, int[] numbers)
    {
        KeywordDefinition slotted = new() { Name = "T", Type = DrmsType.Time, Kind = KeywordKind.TsEq, Default = DrmsValue.Missing(DrmsType.Time), Format = "0", Unit = "TAI" };
        keywords.Add(slotted);
        keywords.Add(slotted with { Name = "T_epoch", Kind = KeywordKind.Constant, Default = DrmsValue.OfTime(504921600) });
        keywords.Add(slotted with { Name = "T_step", Kind = KeywordKind.Constant, Default = DrmsValue.OfTime(60.0 * numbers[0]), Unit = "mins", Format = "%f" });
        keywords.Add(ImplicitKeywords.IndexOf(slotted));
    }

    private static Gen<DrmsValue> ValueOf(DrmsType type, string unit)
    {
        if (type == DrmsType.Time && TimeInterval.TryGetScale(unit, out double scale))
            return CsCheck.Gen.OneOf(CsCheck.Gen.Double[-1e6, 1e6].Select(number => DrmsValue.OfTime(number * scale)), CsCheck.Gen.Const(DrmsValue.OfTime(double.NaN)));
        Gen<DrmsValue> value = type switch
        {
            DrmsType.Char => CsCheck.Gen.SByte.Select(number => DrmsValue.OfInteger(type, number)),
            DrmsType.Short => CsCheck.Gen.Short.Select(number => DrmsValue.OfInteger(type, number)),
            DrmsType.Int => CsCheck.Gen.Int.Select(number => DrmsValue.OfInteger(type, number)),
            DrmsType.LongLong => CsCheck.Gen.Long.Select(number => DrmsValue.OfInteger(type, number)),
            DrmsType.Float => CsCheck.Gen.Float.Select(number => DrmsValue.OfFloat(float.IsNaN(number) ? float.NaN : number)),
            DrmsType.Double => CsCheck.Gen.Double.Select(number => DrmsValue.OfDouble(double.IsNaN(number) ? -double.NaN : number)),
            DrmsType.Time => CsCheck.Gen.Long[-24_000_000_000, 32_000_000_000].Select(eighths => DrmsValue.OfTime(eighths / 8.0)),   // what a calendar form can say exactly
            _ => CsCheck.Gen.Select(s_text, CsCheck.Gen.OneOf("", "\n", "\\n", "\t\n\\")).Select((text, end) => DrmsValue.OfString(text + end)),
        };
        return CsCheck.Gen.Frequency((8, value), (1, CsCheck.Gen.Const(DrmsValue.Missing(type))));
    }
}
