using NetDrms.Server.Pictures;
using SkiaSharp;

namespace NetDrms.Server.Tests.Pictures;

/// <summary>Colours and PNG files. Spec 06 §11.6.</summary>
public class ColorTableTests
{
    [Theory]
    [InlineData("HMI_mag.lut")]
    [InlineData("aia_94.lut")]
    [InlineData("aia_131.lut")]
    [InlineData("aia_171.lut")]
    [InlineData("aia_193.lut")]
    [InlineData("aia_211.lut")]
    [InlineData("aia_304.lut")]
    [InlineData("aia_335.lut")]
    [InlineData("aia_1600.lut")]
    [InlineData("aia_1700.lut")]
    [InlineData("aia_4500.lut")]
    [InlineData("aia_mixed")]
    [InlineData("bb.sao")]
    [InlineData("grey.sao")]
    [InlineData("heat.sao")]
    public void Every_name_that_clients_send_has_a_table(string name)
    {
        Assert.True(ColorTables.TryFind(name, out ColorTable? table));
        Assert.Equal(SKColors.Black, table.Colors[0]);
        Assert.Equal(SKColors.White, table.Colors[255]);
        Assert.True(table.Colors[1..255].ToArray().Distinct().Count() > 100);
    }

    [Fact]
    public void Those_of_images_grow_brighter()
    {
        foreach (ColorTable table in ColorTables.All.Where(table => table.Name != "HMI_mag.lut"))
        {
            double[] luma = [.. table.Colors[1..255].ToArray().Select(color => (0.2126 * color.Red) + (0.7152 * color.Green) + (0.0722 * color.Blue))];
            for (int i = 1; i < luma.Length; i++)
                Assert.True(luma[i] >= luma[i - 1] - 1, $"{table.Name} at {i}");
        }
    }

    [Fact]
    public void A_picture_has_the_colours_of_its_levels()
    {
        Assert.True(ColorTables.TryFind("aia_171", out ColorTable? table));
        byte[] levels = [0, 1, 128, 254, 7, 255];
        using SKBitmap read = SKBitmap.Decode(PngPicture.Encode(levels, 3, 2, table)) ?? throw new InvalidOperationException("no PNG");
        Assert.Equal((3, 2), (read.Width, read.Height));
        for (int i = 0; i < levels.Length; i++)
            Assert.Equal(table.Colors[levels[i]], read.GetPixel(i % 3, i / 3));
    }
}
