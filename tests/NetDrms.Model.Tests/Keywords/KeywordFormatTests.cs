using System.Buffers;
using System.Globalization;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Tests.Keywords;

/// <summary>Spec 02 §1.3, §4.4.</summary>
public class KeywordFormatTests
{
    [Fact]   // printf-glibc.tsv: format, type, bits, what snprintf of glibc 2.36 made of them
    public void Prints_what_the_c_library_prints()
    {
        string path = Environment.GetEnvironmentVariable("NETDRMS_PRINTF_CASES")
            ?? Path.Combine(Golden.Repository, "tests", "NetDrms.Model.Tests", "Keywords", "printf-glibc.tsv");
        List<string> wrong = [];
        int count = 0;
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split('\t');
            long bits = long.Parse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Assert.True(DrmsTypeNames.TryParse(parts[1], out DrmsType type));
            DrmsValue value = type == DrmsType.Double ? DrmsValue.OfDouble(BitConverter.Int64BitsToDouble(bits)) : DrmsValue.OfInteger(type, bits);
            string answer = KeywordFormat.Parse(type, parts[0], "").Print(value);
            count++;
            if (answer != parts[3])
                wrong.Add($"{parts[0]} of {parts[1]} {parts[2]}: \"{answer}\", C prints \"{parts[3]}\"");
        }
        Assert.Empty(wrong);
        Assert.True(count >= 3000);
    }

    [Theory]
    [InlineData("%.1100f", 5e-324)]
    [InlineData("%.400e", 1e300)]
    [InlineData("%.800g", 2.2250738585072014e-308)]
    public void Prints_every_digit_of_the_binary_value_when_asked(string format, double value)
    {
        string text = KeywordFormat.Parse(DrmsType.Double, format, "").Print(DrmsValue.OfDouble(value));
        string net = value.ToString(format.Replace("%.", "", StringComparison.Ordinal)[^1] switch { 'f' => "F1100", 'e' => "E400", _ => "E766" }, CultureInfo.InvariantCulture);
        string digits = new([.. text.TakeWhile(c => c != 'e').Where(char.IsAsciiDigit)]);
        string expected = new([.. net.TakeWhile(c => c != 'E').Where(char.IsAsciiDigit)]);
        Assert.Equal(expected.Trim('0'), digits.Trim('0'));
    }

    [Theory]
    [InlineData(DrmsType.Int, "0x%08X", -1, "0xFFFFFFFF")]
    [InlineData(DrmsType.Int, "%d %% done", 5, "5 % done")]
    [InlineData(DrmsType.Int, "[%5d]", 42, "[   42]")]
    [InlineData(DrmsType.Int, "abc", 42, "abc")]
    [InlineData(DrmsType.Int, "", 42, "42")]
    [InlineData(DrmsType.Int, "%q", 42, "%q")]
    [InlineData(DrmsType.Int, "a%nb", 42, "ab")]
    [InlineData(DrmsType.Int, "50%", 42, "50%")]
    [InlineData(DrmsType.Int, "%*d", 42, "42")]
    [InlineData(DrmsType.Int, "%s", 42, "42")]
    [InlineData(DrmsType.Int, "%6s|", 42, "    42|")]
    [InlineData(DrmsType.Int, "%.2f", 42, "42.00")]
    [InlineData(DrmsType.Int, "%g", int.MinValue, "nan")]
    [InlineData(DrmsType.Int, "%d", int.MinValue, "-2147483648")]
    [InlineData(DrmsType.Int, "%llx", -1, "ffffffffffffffff")]
    [InlineData(DrmsType.LongLong, "%d", 1152921504606846977, "1152921504606846977")]
    [InlineData(DrmsType.LongLong, "%x", 1152921504606846977, "1000000000000001")]
    [InlineData(DrmsType.Char, "%c", 65, "A")]
    [InlineData(DrmsType.Char, "<%c>", 0, "<>")]
    [InlineData(DrmsType.Char, "%3c", 65, "  A")]
    public void Integers_print_as_in_c_and_what_c_leaves_open_is_converted(DrmsType type, string format, long value, string expected) =>
        Assert.Equal(expected, KeywordFormat.Parse(type, format, "none").Print(DrmsValue.OfInteger(type, value)));

    [Theory]
    [InlineData("%d", 2.5, "3")]
    [InlineData("%d", -2.5, "-3")]
    [InlineData("%5d", 41.6, "   42")]
    [InlineData("%d", 1e19, "10000000000000000000")]
    [InlineData("%d", double.NaN, "nan")]
    [InlineData("%d", double.NegativeInfinity, "-inf")]
    [InlineData("%x", 255.0, "ff")]
    [InlineData("%x", -1.0, "ffffffff")]
    [InlineData("%s", 0.1, "0.10000000000000001")]
    [InlineData("%f", double.NaN, "nan")]
    [InlineData("%8.3F", double.NaN, "     NAN")]
    [InlineData("%+f", double.NaN, "+nan")]
    [InlineData("%08f", double.PositiveInfinity, "     inf")]
    [InlineData("%Lf", 1.5, "1.500000")]
    [InlineData("", 1.5, "1.500000")]
    public void Reals_print_as_in_c_and_what_c_leaves_open_is_converted(string format, double value, string expected) =>
        Assert.Equal(expected, KeywordFormat.Parse(DrmsType.Double, format, "none").Print(DrmsValue.OfDouble(value)));

    [Theory]
    [InlineData("%s", "a b", "a b")]
    [InlineData("%.3s", "caf\u00e9", "caf")]
    [InlineData("%.4s", "caf\u00e9", "caf")]   // the second byte of é would be missing
    [InlineData("%.5s|", "caf\u00e9", "caf\u00e9|")]
    [InlineData("%6s", "caf\u00e9", " caf\u00e9")]
    [InlineData("%ls", "x", "x")]
    [InlineData("%d", "17.4 DN", "17")]
    [InlineData("%.1f", "17.44 DN", "17.4")]
    [InlineData("%d", "none", "none")]
    [InlineData("%c", "\U0001F31E sun", "\U0001F31E")]
    public void Strings_count_bytes_and_never_lose_half_a_character(string format, string value, string expected) =>
        Assert.Equal(expected, KeywordFormat.Parse(DrmsType.String, format, "none").Print(DrmsValue.OfString(value)));

    [Theory]
    [InlineData("0", "TAI", 1172707200.0, "2014.03.01_00:00:00_TAI")]
    [InlineData("3", "UTC", 1172707200.0, "2014.02.28_23:59:25.000_UTC")]
    [InlineData("%f", "UTC", 1172707200.0, "2014.02.28_23:59:25_UTC")]
    [InlineData("3x", "TAI", 1172707200.0, "2014.03.01_00:00:00.000_TAI")]
    [InlineData("", "none", 1172707200.0, "2014.02.28_23:59:25_NONE")]
    [InlineData("7", "TAI", 1172707200.0, "2014.03.01_00:00: 0.0000000_TAI")]
    [InlineData("%.1f", "mins", 90.0, "1.5")]
    [InlineData("%f", "secs", 45.0, "45.000000")]
    [InlineData("%g", "5minutes", 900.0, "3")]
    [InlineData("%g", "millisecs", 0.5, "500")]
    [InlineData("%.17G", "hours", 5400.0, "1.5")]
    [InlineData("%f", "secs", double.NaN, "nan")]
    [InlineData("0", "TAI", double.NaN, "-4712.01.01_11:59:28_TAI")]
    public void Times_print_by_zone_and_precision_intervals_by_their_unit(string format, string unit, double value, string expected) =>
        Assert.Equal(expected, KeywordFormat.Parse(DrmsType.Time, format, unit).Print(DrmsValue.OfTime(value)));

    [Theory]
    [InlineData(DrmsType.Int, "%d", "")]
    [InlineData(DrmsType.Int, "0x%08X %%", "")]
    [InlineData(DrmsType.Int, "%jd", "")]
    [InlineData(DrmsType.Int, "%hd", "W")]
    [InlineData(DrmsType.Int, "%s", "W")]
    [InlineData(DrmsType.Int, "%u", "W")]
    [InlineData(DrmsType.Int, "%f", "W")]
    [InlineData(DrmsType.Int, "%d%d", "Too many format specifiers in '%d%d'.  There should be one only.|W")]
    [InlineData(DrmsType.Int, "abc", "No format specifier found.|W")]
    [InlineData(DrmsType.Int, "100%%", "No format specifier found.|W")]
    [InlineData(DrmsType.Char, "%hhd", "")]
    [InlineData(DrmsType.Char, "%c", "W")]
    [InlineData(DrmsType.Short, "%hhd", "W")]
    [InlineData(DrmsType.LongLong, "%lld", "")]
    [InlineData(DrmsType.LongLong, "%d", "W")]
    [InlineData(DrmsType.LongLong, "%ld", "Using format length modifier 'l' is dangerous; on 32-bit machines, a 32-bit value is expected, but on 64-bit machines, a 64-bit value is expected.|W")]
    [InlineData(DrmsType.Double, "%-12.6A", "")]
    [InlineData(DrmsType.Double, "%lf", "Using format length modifier 'l' is dangerous; on 32-bit machines, a 32-bit value is expected, but on 64-bit machines, a 64-bit value is expected.|W")]
    [InlineData(DrmsType.Double, "%d", "W")]
    [InlineData(DrmsType.String, "%10s", "")]
    [InlineData(DrmsType.String, "%ls", "Format 'ls' implies the string argument is Unicode - DRMS does not support Unicode strings.|W")]
    [InlineData(DrmsType.Time, "-3", "")]
    [InlineData(DrmsType.Time, "3x", "")]
    [InlineData(DrmsType.Time, "12", "W")]
    [InlineData(DrmsType.Time, "%f", "W")]
    public void Formats_are_checked_with_the_original_s_warnings(DrmsType type, string format, string expected)
    {
        string warning = $"WARNING: The format specified '{format}' is incompatible with the data type '{type.Name()}' of keyword 'A'.";
        string[] lines = expected.Length == 0 ? [] : expected.Split('|');
        Assert.Equal(lines.Select(line => line == "W" ? warning : line), KeywordFormat.Check(type, format, "A"));
    }

    [Fact]
    public void The_short_way_prints_what_the_long_way_prints()
    {
        // a width of 1 changes no text, but takes the long way
        (KeywordFormat Short, KeywordFormat Long)[] formats =
        [
            .. from conversion in "fg"
               from precision in Enumerable.Range(0, ShortReal.MaxDigits + 2).Append(-1)
               let tail = precision < 0 ? $"{conversion}" : $".{precision}{conversion}"
               select (KeywordFormat.Parse(DrmsType.Double, "%" + tail, ""), KeywordFormat.Parse(DrmsType.Double, "%1" + tail, "")),
        ];
        Random random = new(20261124);
        foreach (double value in Reals(random).Take(30_000))
        {
            foreach ((KeywordFormat shortWay, KeywordFormat longWay) in formats)
                Assert.Equal(longWay.Print(DrmsValue.OfDouble(value)), shortWay.Print(DrmsValue.OfDouble(value)));
        }
    }

    // bits at random, decimals, ties, powers of ten and their neighbours
    private static IEnumerable<double> Reals(Random random)
    {
        double[] special = [0, -0.0, double.NaN, double.PositiveInfinity, double.Epsilon, double.MaxValue, 0.5, 2.5, 999999.5, 9.999995, 0.0001, 0.00009999995, 1e17, 9e17, 1e18];
        foreach (double value in special)
            yield return value;
        for (int power = -8; power < 20; power++)
        {
            double value = Math.Pow(10, power);
            yield return value;
            yield return Math.BitDecrement(value);
            yield return Math.BitIncrement(-value);
        }
        while (true)
        {
            yield return BitConverter.Int64BitsToDouble(random.NextInt64());
            yield return random.NextInt64(-1L << 40, 1L << 40) / 1024.0;
            yield return Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 18)), random.Next(0, 6));
            yield return (float)(random.NextDouble() * Math.Pow(10, random.Next(-6, 12)));
        }
    }

    [Fact]
    public void A_hostile_width_makes_a_field_of_4095_bytes_at_most()
    {
        Assert.Equal(4095, KeywordFormat.Parse(DrmsType.Int, "%999999999999d", "").Print(DrmsValue.OfInteger(DrmsType.Int, 1)).Length);
        Assert.Equal(4095 + 2, KeywordFormat.Parse(DrmsType.Double, "%.99999999999f", "").Print(DrmsValue.OfDouble(1)).Length);
        Assert.Equal(4095, KeywordFormat.Parse(DrmsType.String, "%-999999s", "").Print(DrmsValue.OfString("x")).Length);
    }

    [Theory]
    [InlineData(DrmsType.Int, "%08X", "none")]
    [InlineData(DrmsType.Double, "%.17g", "none")]
    [InlineData(DrmsType.Double, "%12.3f", "none")]
    [InlineData(DrmsType.Float, "%e", "none")]
    [InlineData(DrmsType.Time, "3", "UTC")]
    [InlineData(DrmsType.Time, "0", "JD")]
    [InlineData(DrmsType.Time, "%.2f", "mins")]
    [InlineData(DrmsType.String, "%10s", "none")]
    public void Printing_allocates_nothing(DrmsType type, string format, string unit)
    {
        KeywordFormat keyword = KeywordFormat.Parse(type, format, unit);
        DrmsValue value = type switch
        {
            DrmsType.Int => DrmsValue.OfInteger(type, 12345),
            DrmsType.Double => DrmsValue.OfDouble(1234.56789e-5),
            DrmsType.Float => DrmsValue.OfFloat(1.5f),
            DrmsType.Time => DrmsValue.OfTime(1172707200.123),
            _ => DrmsValue.OfString("caf\u00e9"),
        };
        ArrayBufferWriter<byte> output = new(4096);
        for (int i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            keyword.Write(output, value);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            output.ResetWrittenCount();
            keyword.Write(output, value);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
