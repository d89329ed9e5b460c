using System.Text;
using CsCheck;
using NetDrms.Fits.Cards;

namespace NetDrms.Fits.Tests.Cards;

/// <summary>Reading single cards and headers. FITS standard 4.0 §4; spec 02 §8.7.</summary>
public sealed class CardReaderTests
{
    [Theory]
    [InlineData("NAXIS   =                    2 / number of data axes", CardKind.Integer, "2", "number of data axes")]
    [InlineData("A       =7/c", CardKind.Integer, "7", "c")]
    [InlineData("A       = +12", CardKind.Integer, "+12", "")]
    [InlineData("A       = 9223372036854775807", CardKind.Integer, "9223372036854775807", "")]
    [InlineData("A       = 9223372036854775808", CardKind.Real, "9223372036854775808", "")]
    [InlineData("A       =                    T / yes", CardKind.Logical, "T", "yes")]
    [InlineData("A       =                    F", CardKind.Logical, "F", "")]
    [InlineData("A       =              1.5E-10 / small", CardKind.Real, "1.5E-10", "small")]
    [InlineData("A       = 'text    '           / c", CardKind.Text, "text", "c")]
    [InlineData("A       = ' lead '", CardKind.Text, " lead", "")]
    [InlineData("A       = 'it''s / here' / c / d", CardKind.Text, "it's / here", "c / d")]
    [InlineData("A       = ''''''", CardKind.Text, "''", "")]
    [InlineData("A       = ''", CardKind.Text, "", "")]
    [InlineData("A       = 'no end", CardKind.Text, "no end", "")]
    [InlineData("A       =                      / nothing", CardKind.Undefined, "", "nothing")]
    [InlineData("A       =", CardKind.Undefined, "", "")]
    [InlineData("A       = (1.0, 2.0) / pair", CardKind.Complex, "(1.0, 2.0)", "pair")]
    [InlineData("A       = 12 34", CardKind.Unreadable, "12 34", "")]
    [InlineData("A       = yes", CardKind.Unreadable, "yes", "")]
    [InlineData("COMMENT = 'no value'", CardKind.Commentary, "= 'no value'", "")]
    [InlineData("HISTORY  one", CardKind.Commentary, " one", "")]
    [InlineData("         / 284 = Fe XV", CardKind.Commentary, " / 284 = Fe XV", "")]
    public void A_card_gives_value_and_comment(string card, CardKind kind, string text, string comment)
    {
        FitsCard read = Read(card);
        Assert.Equal((kind, text, comment), (read.Kind, read.Text, read.Comment));
    }

    [Theory]
    [InlineData("2.5D-3", 0.0025)]
    [InlineData("2.5d-3", 0.0025)]
    [InlineData("2.5E-3", 0.0025)]
    [InlineData("2.5e-3", 0.0025)]
    [InlineData("-.5", -0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1E400", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("100.", 100.0)]
    public void Exponents_may_be_written_with_D(string text, double value) => Assert.Equal(value, Read($"A       = {text}").Real);

    [Fact]
    public void Hierarch_cards_have_long_names()
    {
        FitsCard card = Read("HIERARCH ESO DET X = 1.5 / c");
        Assert.Equal(("ESO DET X", CardKind.Real, 1.5), (card.Keyword, card.Kind, card.Real));
        Assert.Equal(("HIERARCH", CardKind.Integer), (Read("HIERARCH=                   12 / h").Keyword, Read("HIERARCH=                   12").Kind));
    }

    [Fact]
    public void Continued_texts_are_joined()
    {
        FitsHeader header = Header("A       = 'one &' / first", "CONTINUE  'two&'", "CONTINUE  ' three' / second", "B       = 'x&'", "C       = 1", "CONTINUE  'lost'");
        Assert.Equal("one two three", header.TextOf("A"));
        Assert.True(header.TryGet("A", out FitsCard? card) && card.Comment == "first second");
        Assert.Equal("x&", header.TextOf("B"));
        Assert.Equal(1, header.IntegerOf("C"));
    }

    [Fact]
    public void The_first_of_two_cards_of_a_name_counts() => Assert.Equal(1, Header("A       = 1", "A       = 2").IntegerOf("a"));

    [Fact]
    public void Any_bytes_are_read_without_failure() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        FitsHeader.Parse(bytes);
    });

    [Fact]
    public void What_the_builder_writes_the_reader_reads_back()
    {
        Gen<string> text = Gen.Char[' ', '~'].Array[0, 300].Select(chars => new string(chars));
        Gen.Select(text, text, Gen.Double, Gen.Long, Gen.Bool).Sample((value, comment, real, integer, flag) =>
        {
            HeaderBuilder builder = new();
            builder.AddText("TEXT", value, comment);
            builder.AddInteger("INTEGER", integer, comment);
            builder.AddLogical("LOGICAL", flag, comment);
            builder.AddUndefined("NOTHING", comment);
            if (double.IsFinite(real))
                builder.AddReal("REAL", real, comment);
            Assert.All(builder.Cards, card => Assert.Equal(80, card.Length));
            FitsHeader header = FitsHeader.Parse(builder.ToBytes());
            Assert.Equal(value.TrimEnd(' '), header.TextOf("TEXT"));
            Assert.Equal(integer, header.IntegerOf("INTEGER"));
            Assert.Equal(flag, header.IsTrue("LOGICAL"));
            Assert.True(header.TryGet("NOTHING", out FitsCard? nothing) && nothing.Kind == CardKind.Undefined);
            if (double.IsFinite(real))
                Assert.Equal(real, header.NumberOf("REAL"));
        });
    }

    [Theory]   // fits_export.jsonl, and the library's own function
    [InlineData(0.1, 17, "0.10000000000000001")]
    [InlineData(0.1, 15, "0.1")]
    [InlineData(100, 17, "100.")]
    [InlineData(1.5e-10, 17, "1.5E-10")]
    [InlineData(1e300, 17, "1.0000000000000001E+300")]
    [InlineData(1e300, 15, "1.0E+300")]
    [InlineData(-0.0, 17, "-0.")]
    [InlineData(-54, 15, "-54.")]
    [InlineData(1e15, 15, "1.0E+15")]
    [InlineData(1e15, 17, "1000000000000000.")]
    [InlineData(1e-5, 17, "1.0000000000000001E-05")]
    [InlineData(0.0001, 15, "0.0001")]
    [InlineData(5e-324, 17, "4.9406564584124654E-324")]
    [InlineData(1.1000000238418579, 9, "1.10000002")]
    public void Reals_are_written_as_CFITSIO_writes_them(double value, int digits, string text) => Assert.Equal(text, RealText.Format(value, digits));

    private static FitsCard Read(string card) => CardReader.Read(Encoding.Latin1.GetBytes(card.PadRight(80)));

    private static FitsHeader Header(params string[] cards) => FitsHeader.Parse(Encoding.Latin1.GetBytes(string.Concat(cards.Select(card => card.PadRight(80)))));
}
