using NetDrms.Model.Series;

namespace NetDrms.Model.Tests.Series;

public class SeriesNameTests
{
    [Theory]   // spec 01 §1.4
    [InlineData("hmi.M_45s", "hmi", "m_45s")]
    [InlineData("a.b.c", "a.b", "c")]
    public void The_last_dot_splits_namespace_and_table(string text, string schema, string table)
    {
        Assert.True(SeriesName.TryParse(text, out SeriesName name));
        Assert.Equal(schema, name.Namespace);
        Assert.Equal(table, name.Table);
    }

    [Theory]
    [InlineData("nodot")]
    [InlineData(".x")]
    [InlineData("x.")]
    [InlineData("1a.b")]
    [InlineData("a.b-c")]
    [InlineData("")]
    [InlineData(null)]
    public void A_name_without_its_two_parts_is_refused(string? text) => Assert.False(SeriesName.TryParse(text, out _));
}
