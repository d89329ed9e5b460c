using NetDrms.Server.Pictures;

namespace NetDrms.Server.Tests.Pictures;

public class PictureLevelsTests
{
    private static PixelGrid Row(params float[] values) => new(values.Length, 1, values);

    [Fact]   // spec 06 §11.6: 1 … 254, 0 for missing
    public void The_least_value_has_level_1_the_greatest_254_a_missing_one_0() =>
        Assert.Equal([1, 128, 254, 0, 0], PictureLevels.Of(Row(-10, 0, 10, float.NaN, float.PositiveInfinity), PictureScaling.MinMax, null, null));

    [Fact]
    public void Maxmin_is_its_negative() =>
        Assert.Equal([254, 128, 1], PictureLevels.Of(Row(-10, 0, 10), PictureScaling.MaxMin, null, null));

    [Fact]
    public void Given_limits_cut_what_is_beyond() =>
        Assert.Equal([1, 1, 153, 254, 254], PictureLevels.Of(Row(-5, 0, 60, 100, 200), PictureScaling.MinMax, 0, 100));

    [Fact]
    public void The_first_row_is_at_the_top_of_the_picture_last() =>
        Assert.Equal([254, 254, 1, 1], PictureLevels.Of(new PixelGrid(2, 2, [0, 0, 1, 1]), PictureScaling.MinMax, null, null));

    [Fact]
    public void Logarithm_and_root_stretch_what_is_dark()
    {
        Assert.Equal([1, 128, 254], PictureLevels.Of(Row(1, 10, 100), PictureScaling.Log, null, null));
        Assert.Equal([1, 128, 254], PictureLevels.Of(Row(0, 25, 100), PictureScaling.Sqrt, null, null));
    }

    [Theory]   // 400 v / (|v| + 30)^0.75, clipped at 1500
    [InlineData(0f, 128)]
    [InlineData(5000f, 254)]
    [InlineData(-5000f, 1)]
    [InlineData(100f, 215)]
    public void Field_strengths_have_fixed_levels(float field, int level) =>
        Assert.Equal([(byte)level], PictureLevels.Of(Row(field), PictureScaling.Mag, null, null));

    [Fact]
    public void One_value_in_six_hundred_is_cut_off_at_each_end()
    {
        float[] values = [-1e6f, 1e6f, .. Enumerable.Range(0, 1198).Select(i => (float)i)];
        byte[] levels = PictureLevels.Of(Row(values), PictureScaling.MinMax99, null, null);
        Assert.Equal((1, 254), (levels[0], levels[1]));
        Assert.InRange(levels[2 + 599], 126, 130);
    }

    [Fact]
    public void Equalisation_gives_every_level_as_many_pixels()
    {
        float[] values = [.. Enumerable.Range(0, 25_400).Select(i => MathF.Pow(i / 25_400f, 6))];
        byte[] levels = PictureLevels.Of(Row(values), PictureScaling.HistEq, null, null);
        Assert.All(Enumerable.Range(1, 254), level => Assert.InRange(levels.Count(l => l == level), 98, 103));
    }

    [Fact]
    public void Squares_are_averaged_over_what_is_not_missing()
    {
        PixelGrid grid = PixelGrid.Reduced([1, 3, 9, float.NaN, 5, 9, 7, 7, float.NaN], width: 3, height: 3, factor: 2);
        Assert.Equal((2, 2), (grid.Width, grid.Height));
        Assert.Equal([3f, 9f, 7f, float.NaN], grid.Values);
    }

    [Theory]
    [InlineData(4096, 4096, 512, 8)]
    [InlineData(4096, 100, 500, 9)]
    [InlineData(10, 10, 512, 1)]
    public void The_factor_brings_the_longer_side_down(int width, int height, int size, int factor) =>
        Assert.Equal(factor, PixelGrid.FactorFor(width, height, size));
}
