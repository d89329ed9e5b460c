using System.Globalization;
using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.RecordSets.Binding;
using NetDrms.Model.Series;

namespace NetDrms.Model.Tests.RecordSets;

public class RecordSetPropertyTests
{
    private static readonly Gen<string> Name = Gen.OneOf(Gen.Const("gold.lev1"), Gen.Const("Gold.M_45s"), Gen.Const("gold.carr"), Gen.Const("gold.ts"), Gen.Const("gold.linked"), Gen.Const("a.b.c"));

    private static readonly Gen<string> Time = Gen.Select(Gen.Int[0, 86399], Gen.Int[0, 3], Gen.Int[0, 5], (second, day, zone) =>
        string.Create(CultureInfo.InvariantCulture, $"2014.03.0{day + 1}_{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}{new[] { "_TAI", "_UTC", "Z", "-0800", "+0100", "" }[zone]}"));

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Int[-300, 300].Select(i => i.ToString(CultureInfo.InvariantCulture)), Gen.Double[-100, 100].Select(d => d.ToString("F3", CultureInfo.InvariantCulture)), Time,
        Gen.Int[1, 9000].Select(i => $"{i}d"), Gen.Const("94_THIN"), Gen.Const("'a]b'"), Gen.Const("\"it's, \\\"quoted\\\"\""), Gen.Const("DRMS_MISSING_VALUE"), Gen.Const("^"), Gen.Const("$"));

    // behind an unquoted value a quote is text: no bracket can stand in it
    private static readonly Gen<string> End = Value.Select(value => value == "'a]b'" ? "'ab'" : value);

    private static readonly Gen<string> Item = Gen.OneOf(
        Value,
        Gen.Select(Value, End, (a, b) => $"{a}-{b}"),
        Gen.Select(Value, Gen.Int[1, 99], Gen.Int[0, 4], (a, n, unit) => $"{a}/{n}{new[] { "", "s", "m", "h", "u" }[unit]}"),
        Gen.Select(Value, End, Gen.Int[1, 9], (a, b, skip) => $"{a}-{b}@{skip}u"),
        Gen.Int[0, 99].Select(n => $"#{n}-#{n + 5}@2"), Gen.Const("#^"), Gen.Const("#-#"), Value.Select(a => $"{a}-"), End.Select(a => $"- {a}"));

    private static readonly Gen<string> Filter = Gen.OneOf(
        Gen.Const("[]"), Item.Select(item => $"[{item}]"), Item.Array[2, 4].Select(items => $"[{string.Join(", ", items)}]"), Item.Select(item => $"[ FSN = {item}]"), Item.Select(item => $"[T_REC={item}]"),
        Gen.Int[0, 99].Select(n => $"[:#{n},#{n}-#{n + 9}]"), Gen.Const("[? fsn > 3 ?]"), Gen.Const("[! datamean < $(2014.03.01_TAI) or content = '?]' !]"), Gen.Const("[?x = \"]\"?]"));

    private static readonly Gen<string> Element = Gen.Select(Name, Filter.Array[0, 4], Gen.OneOf(Gen.Const(""), Gen.Const("{image}"), Gen.Const("{a, b}"), Gen.Const("{}")), Gen.Bool, (name, filters, segments, blanks) =>
        name + string.Join(blanks ? " " : "", filters.Prepend("")) + (blanks ? " " : "") + segments);

    private static readonly Gen<string> Spec = Gen.Select(Element.Array[1, 4], Gen.OneOf(Gen.Const(","), Gen.Const(" ; "), Gen.Const(" # note # ")), (elements, separator) => string.Join(separator, elements));

    private static readonly Gen<string> Noise = Gen.Select(Gen.Int[0, 3], Spec, Gen.Char["[]{}()#,;:@?!'\"\\$^-/=. \t\n0123456789abTZ_é"].Array[0, 12], Gen.Int[0, 1000], Gen.Int[0, 20], (kind, spec, noise, at, cut) =>
    {
        string text = new(noise);
        int place = spec.Length == 0 ? 0 : at % spec.Length;
        return kind switch
        {
            0 => text,
            1 => spec.Insert(place, text),
            2 => spec.Remove(place, Math.Min(cut, spec.Length - place)),
            _ => spec.Remove(place, Math.Min(cut, spec.Length - place)).Insert(place, text),
        };
    });

    [Fact]   // spec 01 §7.7
    public void Printing_a_tree_and_reading_it_back_is_the_identity() => Spec.Sample(text =>
    {
        if (!RecordSetParser.TryParse(text, RecordSetOptions.Local, out RecordSetSpec? spec, out DrmsError? error))
            throw new DrmsException(error);
        RecordSetSpec again = RecordSetParser.Parse(spec.ToString(), RecordSetOptions.Local);
        Assert.Equal(spec.ToString(), again.ToString());
        Assert.Equal(spec.Elements.Count, again.Elements.Count);
        foreach ((RecordSetElement one, RecordSetElement two) in spec.Elements.Zip(again.Elements))
        {
            Assert.Equal((one.SeriesName, one.FilterText ?? "", one.IsAllVersions), (two.SeriesName, two.FilterText ?? "", two.IsAllVersions));
            Assert.Equal(one.Filters.Select(filter => (filter.Kind, filter.Text)), two.Filters.Select(filter => (filter.Kind, filter.Text)));
            Assert.Equal(one.Segments?.Names, two.Segments?.Names);
            AssertSameMeaning(one, two);
        }
    }, iter: 5000);

    [Fact]
    public void Spans_point_at_what_they_name() => Spec.Sample(text =>
    {
        RecordSetSpec spec = RecordSetParser.Parse(text, RecordSetOptions.Local);
        foreach (RecordSetElement element in spec.Elements)
        {
            Assert.Equal(element.SeriesName, element.NameSpan.In(text).ToString());
            foreach (RecordFilter filter in element.Filters)
            {
                ReadOnlySpan<char> source = filter.Span.In(text);
                Assert.True(source[0] == '[' && source[^1] == ']');
                if (filter.Times.Count == 0)
                    Assert.Equal(filter.Text, source.ToString());
                Assert.Equal(filter.Text, element.FilterText!.Substring(filter.Offset, filter.Text.Length));
            }
        }
    }, iter: 2000);

    [Fact]
    public void No_text_makes_anything_but_the_error_with_its_place() => Noise.Sample(text =>
    {
        if (!RecordSetParser.TryParse(text, RecordSetOptions.Stranger, out RecordSetSpec? spec, out DrmsError? error))
        {
            AssertPlaced(error, text);
            return;
        }
        _ = RecordSetJson.TryWrite(spec, out _);
        foreach (RecordSetElement element in spec.Elements)
        {
            if (!element.TryGetSeries(out SeriesName name, out error))
                AssertPlaced(error, text);
            else if (GoldDefinitions.Find(name.Text) is SeriesDefinition series && !RecordSetBinder.TryBind(element, series, Trust.Stranger, out _, out error))
                AssertPlaced(error, text);
        }
    }, iter: 100_000);

    private static void AssertPlaced(DrmsError? error, string text)
    {
        Assert.NotNull(error);
        Assert.Equal(text, error.Source);
        Assert.True(error.Span is { Start: >= 0, Length: >= 0 } span && span.End <= text.Length, $"{error}");
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void AssertSameMeaning(RecordSetElement one, RecordSetElement two)
    {
        if (GoldDefinitions.Find(one.SeriesName) is not SeriesDefinition series)
            return;
        bool bound = RecordSetBinder.TryBind(one, series, Trust.LocalUser, out BoundRecordSet? first, out DrmsError? error);
        Assert.Equal(bound, RecordSetBinder.TryBind(two, series, Trust.LocalUser, out BoundRecordSet? second, out DrmsError? other));
        Assert.Equal(error?.Message, other?.Message);
        if (!bound)
            return;
        Assert.Equal(first!.IsNewestOnly, second!.IsNewestOnly);
        Assert.Equal(first.Segments, second.Segments);
        foreach ((BoundFilter left, BoundFilter right) in first.Filters.Zip(second.Filters))
        {
            Assert.Equal(left.GetType(), right.GetType());
            Assert.Equal((left as KeyFilter)?.Tests, (right as KeyFilter)?.Tests);
            Assert.Equal((left as RecnumFilter)?.Tests, (right as RecnumFilter)?.Tests);
            Assert.Equal((left as ConditionFilter)?.Condition.Sql, (right as ConditionFilter)?.Condition.Sql);
        }
    }
}
