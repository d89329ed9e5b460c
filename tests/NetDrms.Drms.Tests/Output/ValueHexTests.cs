using System.Buffers;
using System.Text;
using CsCheck;
using NetDrms.Drms.Output;
using NetDrms.Model.Keywords;

namespace NetDrms.Drms.Tests.Output;

/// <summary>Spec 03 §2.6; recorded in cli_more.jsonl.</summary>
public class ValueHexTests
{
    private static string Written(DrmsValue value)
    {
        ArrayBufferWriter<byte> bytes = new();
        ValueHex.Write(bytes, value);
        return Encoding.ASCII.GetString(bytes.WrittenSpan);
    }

    public static TheoryData<DrmsType, double, string> Numbers => new()
    {
        { DrmsType.Char, 65, "41" },
        { DrmsType.Char, -1, "FF" },
        { DrmsType.Short, 19, "0013" },
        { DrmsType.Short, -3, "FFFFFFFD" },
        { DrmsType.Int, 77, "0000004D" },
        { DrmsType.LongLong, -1, "FFFFFFFFFFFFFFFF" },
        { DrmsType.Float, 7.25, "40E80000" },
        { DrmsType.Double, 1e-7, "3E7AD7F29ABCAF48" },
        { DrmsType.Time, 1172707235, "41D17985E8C00000" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_bit_pattern_has_the_original_s_digits(DrmsType type, double number, string expected) => Assert.Equal(expected, Written(type switch
    {
        DrmsType.Float => DrmsValue.OfFloat((float)number),
        DrmsType.Double => DrmsValue.OfDouble(number),
        DrmsType.Time => DrmsValue.OfTime(number),
        _ => DrmsValue.OfInteger(type, (long)number),
    }));

    [Fact]
    public void A_text_is_two_digits_a_byte() => Assert.Equal("6E657774657874C3A9", Written(DrmsValue.OfString("newtexté")));

    [Fact]
    public void Every_value_reads_back() => Gen.Select(Gen.Int[0, 7], Gen.Long, Gen.Double, Gen.String).Sample((type, number, real, text) =>
    {
        DrmsValue value = (DrmsType)type switch
        {
            DrmsType.Char => DrmsValue.OfInteger(DrmsType.Char, (sbyte)number),
            DrmsType.Short => DrmsValue.OfInteger(DrmsType.Short, (short)number),
            DrmsType.Int => DrmsValue.OfInteger(DrmsType.Int, (int)number),
            DrmsType.LongLong => DrmsValue.OfInteger(DrmsType.LongLong, number),
            DrmsType.Float => DrmsValue.OfFloat((float)real),
            DrmsType.Double => DrmsValue.OfDouble(real),
            DrmsType.Time => DrmsValue.OfTime(real),
            _ => DrmsValue.OfString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))),
        };
        return ValueHex.TryRead((DrmsType)type, Written(value), out DrmsValue back) && Written(back) == Written(value);
    });

    [Theory]
    [InlineData(DrmsType.Int, "")]
    [InlineData(DrmsType.Int, "xyz")]
    [InlineData(DrmsType.Int, "123456789")]
    [InlineData(DrmsType.Char, "1FF")]
    [InlineData(DrmsType.Float, "0x40200000")]
    [InlineData(DrmsType.String, "616")]
    [InlineData(DrmsType.String, "6G")]
    public void What_is_no_bit_pattern_is_refused(DrmsType type, string text) => Assert.False(ValueHex.TryRead(type, text, out _));
}
