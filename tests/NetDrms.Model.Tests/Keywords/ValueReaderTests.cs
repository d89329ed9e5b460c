using System.Globalization;
using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Keywords;

/// <summary>Spec 02 §4.2.</summary>
public class ValueReaderTests
{
    [Fact]   // strto-glibc.tsv: text, then characters used and value of strtod, strtof and strtoll with base 0 (glibc 2.36)
    public void Numbers_are_read_as_the_c_library_reads_them()
    {
        List<string> wrong = [];
        foreach (string line in File.ReadLines(Path.Combine(Golden.Repository, "tests", "NetDrms.Model.Tests", "Keywords", "strto-glibc.tsv")))
        {
            string[] parts = line.Split('\t');
            int doubleLength = RealText.TryReadDouble(parts[0], out double real, out int used, out _) ? used : 0;
            int floatLength = RealText.TryReadFloat(parts[0], out float single, out used, out _) ? used : 0;
            int longLength = IntegerText.TryReadLong(parts[0], out long number, out used, out _) ? used : 0;
            string realBits = double.IsNaN(real) ? "nan" : BitConverter.DoubleToUInt64Bits(real).ToString("x16", CultureInfo.InvariantCulture);
            string singleBits = float.IsNaN(single) ? "nan" : BitConverter.SingleToUInt32Bits(single).ToString("x8", CultureInfo.InvariantCulture);
            string answer = string.Create(CultureInfo.InvariantCulture, $"{parts[0]}\t{doubleLength}\t{realBits}\t{floatLength}\t{singleBits}\t{longLength}\t{number}");
            if (answer != line)
                wrong.Add($"ours {answer}, C {line}");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(DrmsType.Int, "1.9", "Integer constant '1.9' is not a signed integer.")]
    [InlineData(DrmsType.Char, "12abc", "Integer constant '12abc' is not a signed char.")]
    [InlineData(DrmsType.Short, "12 34", "Integer constant '12 34' is not a signed short.")]
    [InlineData(DrmsType.LongLong, "08", "Integer constant '08' is not a signed long long.")]
    [InlineData(DrmsType.Float, "3.5e38", "Real constant '3.5e38' is not a float.")]
    [InlineData(DrmsType.Double, "1,5", "Real constant '1,5' is not a double.")]
    [InlineData(DrmsType.Time, "2014.03.01_UTCxx", "Invalid time string '2014.03.01_UTCxx'.")]
    [InlineData(DrmsType.Time, "2014.03.01_12:00_CEST", "Invalid time string '2014.03.01_12:00_CEST'.")]
    [InlineData(DrmsType.Time, "MDI_EPOCHx", "Invalid time string 'MDI_EPOCHx'.")]
    [InlineData(DrmsType.Int, "DRMS_MISSING_VALUES", "Integer constant 'DRMS_MISSING_VALUES' is not a signed integer.")]
    public void A_value_is_the_whole_text_or_an_error_with_the_classic_message(DrmsType type, string text, string classic)
    {
        Assert.False(ValueReader.TryRead(type, text, out DrmsValue value, out DrmsError? error));
        Assert.Equal((classic, true), (error.ClassicMessage, value.IsMissing));
        Assert.InRange(error.Span!.Value.End, 1, text.Length);
    }

    [Theory]
    [InlineData(DrmsType.Int, " 7 ", "7")]
    [InlineData(DrmsType.Int, "0x10", "16")]
    [InlineData(DrmsType.LongLong, "0777", "511")]
    [InlineData(DrmsType.Time, "tai_epoch", "1958.01.01_00:00:00_UTC")]
    [InlineData(DrmsType.Time, " 2014.03.01_UTC ", "2014.03.01_00:00:00_UTC")]
    [InlineData(DrmsType.String, " it's \"quoted\" \\n ", " it's \"quoted\" \\n ")]
    [InlineData(DrmsType.String, "drms_missing_value", "")]
    [InlineData(DrmsType.Double, "drms_missing_value", "nan")]
    public void A_whole_value_may_have_blanks_around_it_a_string_is_taken_as_it_is(DrmsType type, string text, string plain)
    {
        Assert.True(ValueReader.TryRead(type, text, out DrmsValue value, out _));
        Assert.Equal(plain, ValueText.Plain(value));
    }

    [Theory]
    [InlineData("mins", "1.5", 90)]
    [InlineData("5minutes", "2", 600)]
    [InlineData("hours", "DRMS_MISSING_VALUE", double.NaN)]
    public void An_interval_is_a_number_of_units(string unit, string text, double seconds)
    {
        Assert.True(ValueReader.TryRead(DrmsType.Time, unit, text, out DrmsValue value, out _));
        Assert.Equal(seconds, value.AsDouble);
    }

    [Fact]
    public void An_interval_that_is_no_number_has_the_classic_message()
    {
        Assert.False(ValueReader.TryRead(DrmsType.Time, "mins", "1x", out _, out DrmsError? error));
        Assert.Equal("Invalid interval value '1x'.", error.ClassicMessage);
    }

    [Theory]
    [InlineData(DrmsType.String, "-5", DrmsType.Char, "-5", ConversionStatus.Exact)]
    [InlineData(DrmsType.String, "0xFF", DrmsType.Char, "-1", ConversionStatus.Exact)]
    [InlineData(DrmsType.String, "300", DrmsType.Char, "-128", ConversionStatus.OutOfRange)]
    [InlineData(DrmsType.String, "0x1FFFFFFFFFFFFFFFF", DrmsType.LongLong, "-9223372036854775808", ConversionStatus.OutOfRange)]
    [InlineData(DrmsType.String, "1e39", DrmsType.Float, "nan", ConversionStatus.OutOfRange)]
    [InlineData(DrmsType.String, "17.4 DN", DrmsType.Double, "17.399999999999999", ConversionStatus.Exact)]
    [InlineData(DrmsType.String, "1.5h", DrmsType.Time, "1977.01.01_01:29:44_UTC", ConversionStatus.Exact)]
    [InlineData(DrmsType.String, "1976.01.01_TAI", DrmsType.Time, "-4712.01.01_11:59:28_UTC", ConversionStatus.BadString)]
    [InlineData(DrmsType.Double, "-2.5", DrmsType.Int, "-3", ConversionStatus.Inexact)]
    [InlineData(DrmsType.Double, "-2.4", DrmsType.Int, "-2", ConversionStatus.Inexact)]
    [InlineData(DrmsType.Double, "-7", DrmsType.Int, "-7", ConversionStatus.Exact)]
    [InlineData(DrmsType.Double, "9223372036854775808", DrmsType.LongLong, "-9223372036854775808", ConversionStatus.OutOfRange)]
    [InlineData(DrmsType.LongLong, "-9223372036854775808", DrmsType.Float, "nan", ConversionStatus.Exact)]
    public void Conversions_follow_the_decision_of_the_specification(DrmsType from, string text, DrmsType to, string plain, ConversionStatus expected)
    {
        Assert.True(ValueReader.TryRead(from, text, out DrmsValue value, out _));
        DrmsValue converted = ValueConversion.Convert(value, to, out ConversionStatus status);
        Assert.Equal((plain, expected), (ValueText.Plain(converted), status));
    }

    [Fact]
    public void Plain_text_reads_back_as_the_same_value() =>
        Gen.Select(Gen.Long, Gen.Enum<DrmsType>()).Sample((bits, type) =>
        {
            DrmsValue value = type switch
            {
                DrmsType.Char => DrmsValue.OfInteger(type, (sbyte)bits),
                DrmsType.Short => DrmsValue.OfInteger(type, (short)bits),
                DrmsType.Int => DrmsValue.OfInteger(type, (int)bits),
                DrmsType.LongLong => DrmsValue.OfInteger(type, bits),
                DrmsType.Float => DrmsValue.OfFloat(BitConverter.Int32BitsToSingle((int)bits)),
                DrmsType.Double => DrmsValue.OfDouble(BitConverter.Int64BitsToDouble(bits)),
                DrmsType.Time => DrmsValue.OfTime((int)bits),
                _ => DrmsValue.OfString(bits.ToString(CultureInfo.InvariantCulture)),
            };
            return ValueReader.TryRead(type, ValueText.Plain(value), out DrmsValue back, out _)
                && (value.IsMissing ? back.IsMissing : ValueText.Plain(back) == ValueText.Plain(value) && (type is DrmsType.Time || back == value));
        });

    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.String,
        Gen.Char["0123456789.-+_:TZJDMeExXpPnaif ()'\"%\\hmsd\t\u00e9"].Array[0, 30].Select(chars => new string(chars)));

    [Fact]
    public void No_text_however_random_makes_anything_but_a_value_or_an_error_with_a_place() =>
        s_texts.Sample(
            text =>
            {
                foreach (DrmsType type in Enum.GetValues<DrmsType>())
                {
                    if (ValueReader.TryReadPrefix(type, text, out DrmsValue value, out int consumed, out DrmsError? error)
                            ? consumed > text.Length : error.Span!.Value.End > text.Length)
                        return false;
                    foreach (DrmsType target in Enum.GetValues<DrmsType>())
                        _ = ValueConversion.Convert(value, target, out _);
                    _ = ValueReader.TryRead(type, text, text, out _, out _);
                    _ = KeywordFormat.Parse(type, text, text).Print(value);
                    _ = KeywordFormat.Check(type, text, "K");
                }
                foreach (ScanMode mode in Enum.GetValues<ScanMode>())
                {
                    if (TimeScanner.TryScan(text, mode, out DrmsTime time, out int used, out DrmsError? error) ? used > text.Length || used == 0 : error.Span!.Value.End > text.Length)
                        return false;
                    _ = TimeFormatter.Format(time, text, 3);
                }
                _ = TimeDescription.TryDescribe(text, TimeProvider.System, out _, out _);
                return true;
            },
            iter: 5_000);
}
