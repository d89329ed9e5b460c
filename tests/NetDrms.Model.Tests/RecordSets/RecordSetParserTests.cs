using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;

namespace NetDrms.Model.Tests.RecordSets;

public class RecordSetParserTests
{
    private static string[] Elements(string text) => [.. RecordSetParser.Parse(text, RecordSetOptions.Local).Elements.Select(element => element.NormalisedText)];

    private static DrmsError Refusal(string text)
    {
        Assert.False(RecordSetParser.TryParse(text, RecordSetOptions.Local, out _, out DrmsError? error), text);
        return error!;
    }

    [Theory]   // spec 01 §1.2
    [InlineData("demo.mag[]# note #demo.lev1[]", "demo.mag[]", "demo.lev1[]")]
    [InlineData("a.b[1],c.d[2]", "a.b[1]", "c.d[2]")]
    [InlineData("a.b[1];c.d[2]", "a.b[1]", "c.d[2]")]
    [InlineData("  a.b [1] [2]  { x , y } ,\n", "a.b[1][2]{x,y}")]
    [InlineData("a.b[1]#no end, c.d[2]", "a.b[1]")]
    [InlineData("a.b[1]#c#", "a.b[1]")]
    [InlineData("a.b[1]{x}#c# c.d", "a.b[1]{x}", "c.d")]
    [InlineData("a.b[ 1 , 2 ]", "a.b[ 1 , 2 ]")]
    [InlineData("a.b[']']", "a.b[']']")]
    [InlineData("a.b[\"x\\\"]\"]", "a.b[\"x\\\"]\"]")]
    [InlineData("a.b['x',']']", "a.b['x',']']")]          // the original does not see the second quote
    [InlineData("a.b[KEY=']'][ KEY = \"]\"]", "a.b[KEY=']'][ KEY = \"]\"]")]
    [InlineData("a.b['a'-']']", "a.b['a'-']']")]
    [InlineData("a.b[it's],c.d['x']", "a.b[it's]", "c.d['x']")]   // a quote inside an unquoted string is text
    [InlineData("a.b[x-'],c.d[]", "a.b[x-']", "c.d[]")]
    [InlineData("a.b[x,'],c.d[]", "a.b[x,']", "c.d[]")]      // a lone quote is no quote, as in the original's splitter
    [InlineData("a.b[? c = '?]' ?]", "a.b[? c = '?]' ?]")]
    [InlineData("a.b[? c = \"?]\" ?]", "a.b[? c = \"?]\" ?]")]
    [InlineData("a.b[? c ! d ?][! e ? f !]", "a.b[? c ! d ?][! e ? f !]")]
    [InlineData("a.b[? c ? d ?]", "a.b[? c ? d ?]")]         // the binding refuses it
    [InlineData("a.b{}", "a.b{}")]
    [InlineData("a.b}[]", "a.b}[]")]
    public void Elements_are_cut_and_normalised(string text, params string[] expected) => Assert.Equal(expected, Elements(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n ", 0)]
    [InlineData(",a.b[]", 0)]
    [InlineData("a.b[],,c.d[]", 6)]
    [InlineData("a.b[1]#c#,a.b[2]", 9)]
    [InlineData("a.b[1]#c#,", 9)]
    [InlineData("#c#a.b[]", 0)]
    [InlineData("a.b[1]x", 6)]
    [InlineData("a.b[1]{x}y", 9)]
    [InlineData("a.b[1]{x}[2]", 9)]
    [InlineData("a.b x", 4)]
    [InlineData("a.b]", 3)]
    [InlineData("a.b[1]]", 6)]
    [InlineData("a.b[", 3)]
    [InlineData("a.b[1", 3)]
    [InlineData("a.b['x]", 4)]
    [InlineData("a.b[? x", 3)]
    [InlineData("a.b[?]", 3)]
    [InlineData("a.b[? x = 'y ?]", 10)]
    [InlineData("a.b[? x > 1 !]", 3)]
    [InlineData("a.b[? x > $(2014.03.01_00:20:00_TAI ?]", 10)]
    [InlineData("a.b[1]{x", 6)]
    [InlineData("a.b[1]{x,}", 9)]
    [InlineData("a.b[1]{,}", 7)]
    [InlineData("a.b[\t1]", 4)]
    [InlineData("a.b[é]", 4)]
    [InlineData("{gold.m_45s}", 0)]
    [InlineData("{prog:mdi,level:lev1.8}", 0)]
    [InlineData("{vot:x}", 0)]
    [InlineData("/tmp/x.fits", 0)]
    [InlineData("./x", 0)]
    [InlineData("@", 0)]
    [InlineData("@list", 1)]
    public void Wrong_texts_are_refused_at_the_wrong_place(string text, int place)
    {
        DrmsError error = Refusal(text);
        Assert.Equal(place, error.Span!.Value.Start);
        Assert.Equal(text, error.Source);
    }

    [Fact]
    public void A_condition_tells_where_its_replaced_time_stood()
    {
        const string Text = "a.b[? x > $(1977.01.01_TAI) and y ?]";
        RecordFilter filter = RecordSetParser.Parse(Text, RecordSetOptions.Local).Elements[0].Filters[0];
        Assert.Equal("[? x >         0.000000 and y ?]", filter.Text);
        int y = filter.Text.IndexOf('y', StringComparison.Ordinal);
        Assert.Equal("y", filter.ToSource(y, 1).In(Text).ToString());
        Assert.Equal("$(1977.01.01_TAI)", filter.ToSource(filter.Text.IndexOf('0', StringComparison.Ordinal), 3).In(Text).ToString());
        Assert.Equal("x > $(1977.01.01_TAI)", filter.ToSource(3, filter.Text.IndexOf("00 and", StringComparison.Ordinal) + 2 - 3).In(Text).ToString());
    }

    [Theory]   // spec 01 §1.12
    [InlineData("demo.x_manifest::[1-3]", "demo.x", 1, 3, false)]
    [InlineData(" Demo.x_MANIFEST::[*] ", "demo.x", 0, 0, true)]
    public void Manifests_are_recognised(string text, string series, long first, long last, bool input)
    {
        RecordSetManifest manifest = RecordSetParser.Parse(text, RecordSetOptions.Local).Manifest!;
        Assert.Equal((series, first, last, input), (manifest.Series.Key, manifest.First, manifest.Last, manifest.ReadsInput));
    }

    [Theory]
    [InlineData("demo.x_manifest::[1]")]
    [InlineData("demo.x_manifest::[1-3],a.b[]")]
    [InlineData("demo.x_manifest[1-3]")]
    public void Other_texts_are_no_manifests(string text) => Assert.Null(RecordSetParser.Parse(text, RecordSetOptions.Local).Manifest);

}
