using NetDrms.Model.Errors;

namespace NetDrms.Model.Tests.Errors;

public class NearestNameTests
{
    private static readonly string[] s_names = ["T_REC", "CAMERA", "QUALITY", "DATAMEAN"];

    [Theory]
    [InlineData("CAMRA", "CAMERA")]
    [InlineData("camera", "CAMERA")]
    [InlineData("QUAILTY", "QUALITY")]   // neighbours swapped
    [InlineData("T_RECS", "T_REC")]
    [InlineData("XYZ", null)]
    [InlineData("", null)]
    public void Gives_the_name_with_the_fewest_edits_or_none(string typed, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(typed, s_names));

    [Fact]
    public void A_monstrous_name_has_no_neighbour() =>
        Assert.Null(NearestName.Of(new string('A', 100_000), [new string('A', 99_999)]));
}
