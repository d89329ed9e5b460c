using CsCheck;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Units;

public sealed class SunumTests
{
    [Theory]   // spec 04 §3.4: [0-9A-Fa-f]{1,16}
    [InlineData("641", 1601)]
    [InlineData("2000000000ABC", 562949953424060)]
    [InlineData("0065", 101)]
    [InlineData("7fffffffffffffff", long.MaxValue)]
    [InlineData("ffffffffffffffff", -1)]
    public void Hexadecimal_numbers_of_up_to_64_bits_are_read(string text, long value)
    {
        Assert.True(Sunum.TryParseHex(text, out Sunum sunum));
        Assert.Equal(value, sunum.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x65")]
    [InlineData(" 65")]
    [InlineData("+65")]
    [InlineData("-1")]
    [InlineData("6_5")]
    [InlineData("xyz")]
    [InlineData("10000000000000000")]
    [InlineData("٣")]
    public void Signs_blanks_prefixes_and_longer_numbers_are_refused(string text) => Assert.False(Sunum.TryParseHex(text, out _));

    [Fact]
    public void The_site_code_is_the_upper_16_bits()
    {
        Sunum sunum = new(562949953424060);
        Assert.Equal(2, sunum.SiteCode);
        Assert.Equal(0xabc, sunum.LocalNumber);
        Assert.Equal("D562949953424060", sunum.DirectoryName);
    }

    [Fact]
    public void Writing_and_reading_back_is_the_identity() =>
        Gen.Long.Sample(value => Sunum.TryParseHex(new Sunum(value).ToHex(), out Sunum back) && back.Value == value);
}
