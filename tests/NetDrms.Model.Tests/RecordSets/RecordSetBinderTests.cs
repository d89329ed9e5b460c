using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.RecordSets.Binding;
using NetDrms.Model.Series;

namespace NetDrms.Model.Tests.RecordSets;

public class RecordSetBinderTests
{
    private static bool TryBind(string text, SeriesDefinition? series, out BoundRecordSet? bound, out DrmsError? error)
    {
        RecordSetElement element = RecordSetParser.Parse(text, RecordSetOptions.Local).Elements[0];
        return RecordSetBinder.TryBind(element, series ?? GoldDefinitions.Find(element.SeriesName)!, Trust.LocalUser, out bound, out error);
    }

    private static string Tests(string text, SeriesDefinition? series = null)
    {
        Assert.True(TryBind(text, series, out BoundRecordSet? bound, out DrmsError? error), $"{error}");
        return string.Join(" & ", bound!.Filters.Select(filter => filter switch
        {
            KeyFilter key => $"{key.Column.Name}: {string.Join(" | ", key.Tests.Select(Show))}",
            RecnumFilter recnum => $"recnum: {string.Join(" | ", recnum.Tests.Select(Show))}",
            ConditionFilter condition => condition.Condition.Sql,
            _ => "",
        }));
    }

    // 5 · ^ · [a,b] with ends included, (a,b) without, @step from start
    private static string Show(KeyTest test) => test.Kind switch
    {
        KeyTestKind.Value => Show(test.Value),
        KeyTestKind.First => "^",
        KeyTestKind.Last => "$",
        _ => $"{(test.Lower?.IsIncluded ?? false ? "[" : "(")}{Show(test.Lower)},{Show(test.Upper)}{(test.Upper?.IsIncluded ?? false ? "]" : ")")}"
            + (test.Skip is null ? "" : $"@{Show(test.Skip.Step)} from {Show(test.Skip.Start)}{(test.Skip.Unit is double unit ? string.Create(CultureInfo.InvariantCulture, $" unit {unit}") : "")}"),
    };

    private static string Show(KeyEdge? edge) => edge is null ? "" : edge.Origin switch
    {
        KeyOrigin.Value => Show(edge.Value),
        KeyOrigin.First => "^" + Offset(edge.Value),
        KeyOrigin.Last => "$" + Offset(edge.Value),
        _ => "min",
    };

    private static string Offset(DrmsValue value) => Show(value) is "0" ? "" : $"{(Show(value).StartsWith('-') ? "" : "+")}{Show(value)}";

    private static string Show(DrmsValue value) => value.Type == DrmsType.String ? $"'{value.AsString}'"
        : value.Type.IsInteger() ? value.AsInteger.ToString(CultureInfo.InvariantCulture)
        : value.AsDouble.ToString("R", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("gold.lev1[]", "")]
    [InlineData("gold.lev1[][  ][][]", "")]
    [InlineData("gold.lev1[100]", "FSN: 100")]
    [InlineData("gold.lev1[ 0x64 ]", "FSN: 100")]
    [InlineData("gold.lev1[+5,-5, 7]", "FSN: 5 | -5 | 7")]
    [InlineData("gold.lev1[100-102]", "FSN: [100,102]")]
    [InlineData("gold.lev1[100- 102]", "FSN: [100,102]")]
    [InlineData("gold.lev1[-5--1]", "FSN: [-5,-1]")]
    [InlineData("gold.lev1[100/ 5]", "FSN: [100,104]")]
    [InlineData("gold.lev1[100/5@2]", "FSN: [100,104]@2 from 100")]
    [InlineData("gold.lev1[100-109@ 5,111]", "FSN: [100,109]@5 from 100 | 111")]
    [InlineData("gold.lev1[^]", "FSN: ^")]
    [InlineData("gold.lev1[$ ]", "FSN: $")]
    [InlineData("gold.lev1[100, $]", "FSN: 100 | $")]
    [InlineData("gold.lev1[#5]", "FSN: 5")]
    [InlineData("gold.lev1[#+5]", "FSN: 5")]
    [InlineData("gold.lev1[# 5-# 9@ 2,#-#4,#10-#,#-#,#20/3,#^,#$]", "FSN: [5,9]@2 from 5 | (,4] | [10,) | (,) | [20,22] | ^ | $")]
    [InlineData("gold.lev1[#-#@5]", "FSN: (,)@5 from min")]
    [InlineData("gold.lev1[fsn=5]", "FSN: 5")]
    [InlineData("gold.lev1[ Fsn = 5 ][100]", "FSN: 5 & FSN: 100")]
    [InlineData("gold.lev1[FSN=#5]", "FSN: 5")]
    [InlineData("gold.lev1[FSN=^]", "FSN: ^")]
    [InlineData("gold.lev1[? tilt>0 ?][100][\"94_THIN\"]", "t.\"tilt\" > 0 & FSN: 100 & WAVE_STR: '94_THIN'")]
    [InlineData("gold.lev1[][94_THIN]", "WAVE_STR: '94_THIN'")]
    [InlineData("gold.lev1[][a-k]", "WAVE_STR: 'a-k'")]
    [InlineData("gold.lev1[][a/k@x.y]", "WAVE_STR: 'a/k@x.y'")]
    [InlineData("gold.lev1[][-5]", "WAVE_STR: '-5'")]
    [InlineData("gold.lev1[][$a]", null)]
    [InlineData("gold.lev1[][a, b]", "WAVE_STR: 'a' | 'b'")]
    [InlineData("gold.lev1[]['a'-\"k\"]", "WAVE_STR: ['a','k']")]
    [InlineData("gold.lev1[]['a\\'b\\\\c\\td\\x']", "WAVE_STR: 'a'b\\c\tdx'")]
    [InlineData("gold.lev1[]['a,b]',\"c-d\"]", "WAVE_STR: 'a,b]' | 'c-d'")]
    [InlineData("gold.lev1[]['x' OR '1'='1']", null)]
    [InlineData("gold.lev1[][\"x' OR '1'='1\"]", "WAVE_STR: 'x' OR '1'='1'")]
    [InlineData("gold.lev1[][DRMS_MISSING_VALUE]", "WAVE_STR: ''")]
    [InlineData("gold.lev1[drms_missing_value]", "FSN: -2147483648")]
    [InlineData("gold.lev1[][][-2.5--1]", "TILT: [-2.5,-1]")]
    [InlineData("gold.lev1[][][1e2/.5@0.25]", "TILT: [100,100.5)@0.25 from 100")]
    [InlineData("gold.lev1[][][0.5 ,1]", "TILT: 0.5 | 1")]
    [InlineData("gold.lev1[][][#3-#5]", "TILT: [3,5]")]
    [InlineData("gold.m_45s[2014.03.01_00:00:22_TAI]", "T_REC_index: 14839680")]
    [InlineData("gold.m_45s[2014.03.01_00:00:22.5_TAI]", "T_REC_index: 14839681")]
    [InlineData("gold.m_45s[ 2014.03.01_TAI - 2014.03.01_00:01_TAI ]", "T_REC_index: [14839680,14839681]")]
    [InlineData("gold.m_45s[2014.03.01_TAI / 90s]", "T_REC_index: [14839680,14839681]")]
    [InlineData("gold.m_45s[2014.03.01_TAI/2u@2u]", "T_REC_index: [14839680,14839681]@2 from 14839680")]
    [InlineData("gold.m_45s[7728d]", "T_REC_index: 14837760")]
    [InlineData("gold.m_45s[1u/3u]", "T_REC_index: [1,3]")]
    [InlineData("gold.m_45s[-3d]", "T_REC_index: -5760")]
    [InlineData("gold.m_45s[#5-#9]", "T_REC_index: [5,9]")]
    [InlineData("gold.m_45s[T_REC_index=-5]", "T_REC_index: -5")]
    [InlineData("gold.m_45s[T_REC_index=#5/2]", "T_REC_index: [5,6]")]
    [InlineData("gold.m_45s[T_REC = 1u][][1]", "T_REC_index: 1 & CAMERA: 1")]
    [InlineData("gold.ts[][2010.05.01_00:31:00.5_TAI/1h]", "OBS: [1051749060.5,1051752660.5)")]
    [InlineData("gold.ts[][2010.05.01_TAI-DRMS_MISSING_VALUE]", "OBS: [1051747200,-211087684832.184]")]
    [InlineData("gold.carr[756187,756188]", "CarrTime_index: 50412 | 50413")]
    [InlineData("gold.carr[756180/30]", "CarrTime_index: [50412,50413]")]
    [InlineData("gold.carr[][-30/2u]", "LatBin_index: [8,9]")]
    [InlineData("gold.carr[][-30/15]", "LatBin_index: [8,9]")]
    [InlineData("gold.carr[][-90-90@15]", "LatBin_index: [0,24]@2 from 0")]
    [InlineData("gold.carr[50412u-756210]", "CarrTime_index: [50412,50414]")]
    [InlineData("gold.m_45s[:#5]", "recnum: 5")]
    [InlineData("gold.m_45s[:#1,#3-#5,#7/2@2,#-#,#$]", "recnum: 1 | [3,5] | [7,8]@2 from 7 | (,) | $")]
    // spec 01 §7.5
    [InlineData("gold.lev1[100-]", "FSN: [100,)")]
    [InlineData("gold.lev1[- 100]", "FSN: (,100]")]
    [InlineData("gold.lev1[-$]", "FSN: (,$]")]
    [InlineData("gold.lev1[100-$]", "FSN: [100,$]")]
    [InlineData("gold.lev1[^-100@5]", "FSN: [^,100]@5 from ^")]
    [InlineData("gold.lev1[$/-3]", "FSN: [$-2,$]")]
    [InlineData("gold.lev1[^/3]", "FSN: [^,^+2]")]
    [InlineData("gold.lev1[100-@5]", "FSN: [100,)@5 from 100")]
    [InlineData("gold.lev1[][][$/-0.5]", "TILT: ($-0.5,$]")]
    [InlineData("gold.lev1[][][^/0.5]", "TILT: [^,^+0.5)")]
    [InlineData("gold.m_45s[$/-3m]", "T_REC_index: [$-3,$]")]
    [InlineData("gold.m_45s[^/3m]", "T_REC_index: [^,^+3]")]
    [InlineData("gold.m_45s[2014.03.01_TAI-]", "T_REC_index: [14839680,)")]
    [InlineData("gold.m_45s[2014.03.01_TAI-$]", "T_REC_index: [14839680,$]")]
    [InlineData("gold.m_45s[-JD_2456717.5_TAI]", "T_REC_index: (,14839680]")]
    [InlineData("gold.linked[\"b\"-]", "NAME: ['b',)")]
    public void Filters_mean_what_the_specification_says(string text, string? expected)
    {
        if (expected is null)
            Assert.False(TryBind(text, null, out _, out _));
        else
            Assert.Equal(expected, Tests(text));
    }

    [Theory]   // spec 01 §1.14; the golden file has the common ones
    [InlineData("gold.lev1[100 - 102]", "Syntax error: Record_set_filter should end in ']', found '0' then ' - 102]'")]
    [InlineData("gold.lev1[ ^ ]", "Syntax Error: Expected either time duraton or start value of type int in value range, found ' ^ ]'.\nSyntax error: Record_set_filter should end in ']', found '[' then ' ^ ]'")]
    [InlineData("gold.lev1[100 ,102]", "Syntax error: Record_set_filter should end in ']', found '0' then ' ,102]'")]
    [InlineData("gold.lev1[][171 193]", "Syntax error: Record_set_filter should end in ']', found '1' then ' 193]'")]
    [InlineData("gold.m_45s[:#1, #3]", "Syntax Error: Index set must start with '#', found ' ', then '#3]'.")]
    [InlineData("gold.m_45s[:#0x5]", "Syntax error: Record_set_filter should end in ']', found '0' then 'x5]'")]
    [InlineData("gold.m_45s[:#-5]", "Syntax error: Record_set_filter should end in ']', found '#' then '-5]'")]
    [InlineData("gold.m_45s[:#1][:#2]", "Only one recnum list filter is allowed.")]
    [InlineData("gold.lev1[9999999999]", "Syntax Error: Expected either time duraton or start value of type int in value range, found '9999999999]'.\nSyntax error: Record_set_filter should end in ']', found '[' then '9999999999]'")]
    [InlineData("gold.m_45s[7729d-7730d]", "Syntax error: Record_set_filter should end in ']', found '0' then 'd]'")]
    [InlineData("gold.m_45s[DRMS_MISSING_VALUE]", "Syntax Error: Expected either time duraton or start value of type time in value range, found 'DRMS_MISSING_VALUE]'.")]
    [InlineData("gold.m_45s[MDI_EPOCH]", "Syntax Error: Expected either time duraton or start value of type time in value range, found 'MDI_EPOCH]'.")]
    [InlineData("gold.m_45s[2014-03-2015-03]", "Syntax error: Record_set_filter should end in ']', found '4' then '-03-2015-03]'", true)]
    [InlineData("gold.m_45s[2014.03.01Z]", "Syntax error: Record_set_filter should end in ']', found '1' then 'Z]'")]
    [InlineData("gold.m_45s[2014.03.01_TAI/1h@]", "Syntax Error: Expected finite floating point value at beginning of time duration, found ']'.\nSyntax Error: Expected time or float duration  in value range, found ']'.")]
    [InlineData("gold.m_45s[2014.03.01_TAI/1H]", "Syntax Error: Time duration unit must be one of 's', 'm', 'h', 'd', 'u', found 'H', ']'.\nSyntax Error: Expected time or float duration  in value range, found '1H]'.")]
    [InlineData("gold.linked['a'-'b]", null)]
    public void Mistakes_are_told_in_the_original_s_words_and_in_ours(string text, string? classic, bool onlyRefused = false)
    {
        Assert.False(TryBind(text, null, out _, out DrmsError? error));
        if (classic is not null && !onlyRefused)
            Assert.Equal(classic, error!.ClassicMessage);
        Assert.Equal(text, error!.Source);
        Assert.True(error.Span is { Start: >= 9 } span && span.End <= text.Length);
        Assert.True(char.IsLower(error.Message[0]) || error.Message[0] == '"', error.Message);
    }

    [Fact]
    public void Names_and_zones_are_guessed()
    {
        Assert.False(TryBind("gold.m_45s[CAMRA=1]", null, out _, out DrmsError? error));
        Assert.Equal(("series \"gold.m_45s\" has no keyword \"CAMRA\"", "Did you mean \"CAMERA\"?", "Its prime keys are T_REC and CAMERA."), (error!.Message, error.Hint, error.Detail));
        Assert.Equal("CAMRA", error.Span!.Value.In(error.Source).ToString());
        Assert.False(TryBind("gold.m_45s[2014.03.01_00:00:00_CEST]", null, out _, out error));
        Assert.Equal("time zone \"CEST\" is not known", error!.Message);
        Assert.Equal("CEST", error.Span!.Value.In(error.Source).ToString());
        Assert.False(TryBind("gold.m_45s[1u][2][3]", null, out _, out error));
        Assert.Equal("[3]", error!.Span!.Value.In(error.Source).ToString());
    }

    [Theory]   // spec 01 §1.8, §4.3
    [InlineData("gold.m_45s[1u/30m@5m]", "NOTE: the skip value '300.000000' is not a multiple of step size; rounding to nearest step-size multiple '315.000000'")]
    [InlineData("gold.m_45s[1u/30m@1s]", "NOTE: the skip value '1.000000' is not a multiple of step size; rounding to nearest step-size multiple '45.000000'")]
    [InlineData("gold.m_45s[1u/-10m]", "Invalid slotted-keyword duration '-600.000000 seconds' specified.  Should be at least the step size of '45.000000 seconds'.  Duration was rounded up to step size.")]
    [InlineData("gold.carr[][-30/3]", "Invalid slotted-keyword duration '3.000000 seconds' specified.  Should be at least the step size of '7.500000 seconds'.  Duration was rounded up to step size.")]
    [InlineData("gold.m_45s[1u/90m@90s]", null)]
    public void Rounded_extents_and_skips_are_remarked(string text, string? classic)
    {
        Assert.True(TryBind(text, null, out BoundRecordSet? bound, out _));
        Assert.Equal(classic, bound!.Warnings.SingleOrDefault()?.ClassicMessage);
    }

    [Fact]
    public void Segments_are_those_of_the_list_that_exist()
    {
        Assert.True(TryBind("gold.lev1[100]{SPIKES,none}", null, out BoundRecordSet? bound, out _));
        Assert.Equal(["spikes"], bound!.Segments!.Select(segment => segment.Name));
        Assert.True(TryBind("gold.lev1[100]{none}", null, out bound, out _));
        Assert.Empty(bound!.Segments!);
        Assert.True(TryBind("gold.lev1[100]", null, out bound, out _));
        Assert.Null(bound!.Segments);
    }

    [Fact]   // spec 01 §1.6: value = n · KEY_step + KEY_base
    public void Index_notation_scales_by_the_companion_constants()
    {
        SeriesDefinition series = GoldDefinitions.Define("""
            Seriesname: demo.idx
            Author: a
            Owner: o
            Unitsize: 1
            Archive: 0
            Retention: 1
            Tapegroup: 0
            Index: X,N
            Description: "d"
            Keyword: X, double, variable, record, 0, "%f", none, ""
            Keyword: X_step, double, constant, record, 0.5, "%f", none, ""
            Keyword: X_base, double, constant, record, 10, "%f", none, ""
            Keyword: N, int, variable, record, 0, "%d", none, ""
            Keyword: N_step, double, constant, record, 2.5, "%f", none, ""
            """);
        Assert.Equal("X: 11", Tests("demo.idx[#2]", series));
        Assert.Equal("X: [10,11.5]@2 from 10 unit 0.5", Tests("demo.idx[#0-#3@2]", series));
        Assert.Equal("X: [11,12)", Tests("demo.idx[#2/2]", series));
        Assert.Equal("N: 5", Tests("demo.idx[][#2]", series));
        Assert.Equal("N: [3,2]", Tests("demo.idx[][#1]", series));   // 2.5 is no int
        Assert.Equal("N: [3,7]", Tests("demo.idx[][#1/2]", series));
    }

    [Fact]   // ours: spec 01 §4.1
    public void An_enum_key_takes_its_names()
    {
        SeriesDefinition series = GoldDefinitions.Define("""
            Seriesname: demo.en
            Author: a
            Owner: o
            Unitsize: 1
            Archive: 0
            Retention: 1
            Tapegroup: 0
            Index: BAND
            Description: "d"
            Keyword: BAND, string, enum, record, "", "%s", none, ""
            Keyword: BAND_vals, string, constant, record, "blue, green, red", "%s", none, ""
            """);
        Assert.Equal("BAND_index: 1", Tests("demo.en[green]", series));
        Assert.Equal("BAND_index: [0,1]", Tests("demo.en[\"blue\"-\"green\"]", series));
        Assert.Equal("BAND_index: 2 | 0", Tests("demo.en[red,blue]", series));
        Assert.False(TryBind("demo.en[gren]", series, out _, out DrmsError? error));
        Assert.Equal(("\"gren\" is not a value of BAND", "Did you mean \"green\"?", "Its values are blue, green, red."), (error!.Message, error.Hint, error.Detail));
    }

}
