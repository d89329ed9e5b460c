using NetDrms.Drms.Output;

namespace NetDrms.Drms.Tests.Output;

public class PublishedPathTests
{
    [Theory]
    [InlineData("/SUM0/D1/S00000/a.fits", "/SUM0/D1/S00000/a.fits")]
    [InlineData("/tmp/site/SUM12/D4611686018427387905", "/SUM12/D4611686018427387905")]
    [InlineData("/SUM1/site/SUM0/D7/S00000", "/SUM0/D7/S00000")]
    [InlineData("/data/SUM0/site/big/D7/S00000", "/data/SUM0/site/big/D7/S00000")]
    [InlineData("/data/SUMS/D7", "/data/SUMS/D7")]
    [InlineData("/data/SUM0/Dx", "/data/SUM0/Dx")]
    [InlineData("", "")]
    public void It_begins_with_the_partition(string path, string shown) => Assert.Equal(shown, PublishedPath.Of(path));
}
