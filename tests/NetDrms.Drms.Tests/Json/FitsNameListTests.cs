using NetDrms.Drms.Json;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Tests.Json;

/// <summary>Names as in exported FITS headers. Spec 06 §10.2, 02 §8.2.</summary>
public class FitsNameListTests
{
    [Theory]
    [InlineData("T_REC", "", null, "T_REC")]
    [InlineData("DATE__OBS", "[DATE-OBS] start", null, "DATE-OBS")]
    [InlineData("T_REC_epoch", "", null, "TRECEPOC")]
    [InlineData("with_under", "[lower] text", null, "WITHUNDE")]
    [InlineData("PS", "", 1, "PS_001")]
    [InlineData("MEANV", "", 0, "MEANV")]
    [InlineData("PS", "", null, "PS")]
    [InlineData("PS", "[PSNAME] text", 2, "PSNAME")]
    [InlineData("__", "", null, "__")]
    [InlineData("___________", "", null, "???01")]
    public void A_keyword_has_the_name_of_its_card(string name, string description, int? segment, string fits)
    {
        Assert.Equal(fits, new FitsNameList().Next(new KeywordDefinition { Name = name, Description = description }, segment));
    }

    [Fact]
    public void Names_that_no_header_can_hold_are_numbered()
    {
        FitsNameList names = new();
        KeywordDefinition nameless = new() { Name = "___________" };
        Assert.Equal(["???01", "???02"], [names.Next(nameless, null), names.Next(nameless, null)]);
    }
}
