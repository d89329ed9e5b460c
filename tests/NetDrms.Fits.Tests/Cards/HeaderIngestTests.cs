using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Naming;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Tests.Cards;

/// <summary>Cards to keywords. Spec 02 §8.7.</summary>
public sealed partial class HeaderIngestTests
{
    [Theory]
    [InlineData("DATE-OBS= '2014-03-01'", "DATE__OBS")]
    [InlineData("A-B     = 1", "A__B_____")]
    [InlineData("1ABC    = 1", "_1ABC____")]
    [InlineData("SELECT  = 1", "_SELECT__")]
    [InlineData("SUNUM   = 1", "_SUNUM___")]
    [InlineData("T_REC   = 1", "T_REC")]
    [InlineData("BRLOW   = 1 / text {lower_name}", "lower_name")]
    [InlineData("BRLOW   = 1 / text {much_too_long_a_name}", "BRLOW")]
    [InlineData("BRLOW   = 1 / text {SELECT}", "BRLOW")]
    [InlineData("BRLOW   = 1 / text {a-b}", "BRLOW")]
    [InlineData("HIERARCH ESO DET.X = 1", "ESO_DET_X")]
    public void The_name_is_the_first_legal_one(string card, string name) => Assert.Equal(name, Single(card).Name);

    [Theory]
    [InlineData("BITPIX  = 8")]
    [InlineData("NAXIS   = 8")]
    [InlineData("NAXIS12 = 8")]
    [InlineData("SIMPLE  = T")]
    [InlineData("EXTEND  = T")]
    [InlineData("BLANK   = 8")]
    [InlineData("BZERO   = 8")]
    [InlineData("BSCALE  = 8")]
    [InlineData("RECNUM  = 8")]
    [InlineData("         / just text")]
    public void Structural_cards_are_never_imported(string card)
    {
        IngestedHeader header = HeaderIngest.Keywords(Header(card));
        Assert.Empty(header.Keywords);
        Assert.Empty(header.Warnings);
    }

    [Fact]
    public void Cards_of_the_table_of_a_compressed_image_are_never_imported()
    {
        IngestedHeader header = HeaderIngest.Keywords(Header("XTENSION= 'BINTABLE'", "PCOUNT  = 8", "TTYPE1  = 'X'", "ZIMAGE  = T", "ZNAXIS1 = 3", "ZVAL2   = 1", "A       = 1"));
        Assert.Equal(["A"], header.Keywords.Select(keyword => keyword.Name));
        Assert.Equal(["ZNAXIS1"], HeaderIngest.Keywords(Header("ZNAXIS1 = 3")).Keywords.Select(keyword => keyword.Name));
    }

    [Theory]
    [InlineData("A       = T / flag", DrmsType.Char, "1", "%hhd", "[A:logical] flag")]
    [InlineData("A       = 127", DrmsType.Char, "127", "%hhd", "")]
    [InlineData("A       = -128", DrmsType.Short, "-128", "%hd", "")]
    [InlineData("A       = 32767", DrmsType.Short, "32767", "%hd", "")]
    [InlineData("A       = 32768", DrmsType.Int, "32768", "%d", "")]
    [InlineData("A       = -2147483648", DrmsType.LongLong, "-2147483648", "%lld", "")]
    [InlineData("A       = 1.5", DrmsType.Float, "1.5", "%f", "")]
    [InlineData("A       = 0.1", DrmsType.Double, "0.1", "%lf", "")]
    [InlineData("A       = 2.5D-3", DrmsType.Double, "0.0025", "%lf", "")]
    [InlineData("A       = '  two words '", DrmsType.String, "two words", "%s", "")]
    [InlineData("A       =", DrmsType.String, "missing", "%s", "")]
    [InlineData("A       = 1 / (MISSING) x", DrmsType.Char, "missing", "%hhd", "x")]
    [InlineData("DATE-OBS= '2014-03-01' / day", DrmsType.String, "2014-03-01", "%s", "[DATE-OBS:string] day")]
    public void The_type_is_the_narrowest_that_holds_the_value(string card, DrmsType type, string value, string format, string description)
    {
        IngestedKeyword keyword = Single(card);
        Assert.Equal((type, value, format, description), (keyword.Value.Type, TextOf(keyword.Value), keyword.Format, keyword.Description));
    }

    [Theory]
    [InlineData("A       = 1 / [m/s] speed", "m/s", "speed")]
    [InlineData("A       = 1 / [s] (MISSING) speed {LONG_NAME}", "s", "[A:integer] speed")]
    [InlineData("A       = 1 / speed", "none", "speed")]
    [InlineData("A       = 1 / [] speed", "none", "[] speed")]
    public void The_comment_gives_unit_and_description(string card, string unit, string description)
    {
        IngestedKeyword keyword = Single(card);
        Assert.Equal((unit, description), (keyword.Unit, keyword.Description));
    }

    [Fact]
    public void Comment_and_history_are_joined_by_newlines()
    {
        IngestedHeader header = HeaderIngest.Keywords(Header("HISTORY one", "COMMENT c", "HISTORY two", "A       = 1", "HISTORY   three"));
        Assert.Equal(["HISTORY", "COMMENT", "A"], header.Keywords.Select(keyword => keyword.Name));
        Assert.Equal("one\ntwo\n  three", header.Keywords[0].Value.AsString);
        Assert.Equal("c", header.Keywords[1].Value.AsString);
    }

    [Fact]
    public void The_first_of_two_cards_of_a_keyword_counts_and_the_other_is_told()
    {
        IngestedHeader header = HeaderIngest.Keywords(Header("A       = 1", "A       = 2", "B       = 3 / {a}"));
        Assert.Equal([("A", 1L)], header.Keywords.Select(keyword => (keyword.Name, keyword.Value.AsInteger)));
        Assert.Equal("WARNING: Keyword 'A' already exists; the DRMS value is the value of the first instance .", header.Warnings[0].ClassicMessage);
        Assert.Equal(2, header.Warnings.Count);
    }

    [Fact]
    public void What_cannot_be_a_keyword_is_told()
    {
        IngestedHeader header = HeaderIngest.Keywords(Header("A       = (1, 2)", "B       = what", "C       = 1"));
        Assert.Equal(["C"], header.Keywords.Select(keyword => keyword.Name));
        Assert.Equal(["card \"A\" is left out: no keyword holds a complex number", "card \"B\" is left out: its value what cannot be read"], header.Warnings.Select(warning => warning.Message));
    }

    [Fact]
    public void A_mapping_file_comes_first_and_counts_in_its_case()
    {
        KeywordMap map = KeywordMap.Parse("# comment\nNEWFITS lowcase\nDATE-OBS\tday\nMAPPED,MixedCase_longName\nbad\n\n", "map.txt");
        IngestedHeader header = HeaderIngest.Keywords(Header("DATE-OBS= 'x' / {other}", "NEWFITS = 1", "newfits = 2", "MAPPED  = 3"), map);
        Assert.Equal(["day", "lowcase", "newfits", "MixedCase_longName"], header.Keywords.Select(keyword => keyword.Name));
        Assert.Equal("Skipping bad line in map file: bad", Assert.Single(map.Warnings).ClassicMessage);
        Assert.Equal(5, map.Warnings[0].Line);
    }

    [Fact]
    public void An_exported_header_of_the_original_comes_back_under_the_names_of_its_keywords()
    {
        JsonElement definition = Golden.Lines("fits_export.jsonl").First(pair => pair.Row.GetProperty("kind").GetString() == "definition").Row;
        HashSet<string> keywords = [.. KeywordLine().Matches(definition.GetProperty("jsd").GetString()!).Select(match => match.Groups[1].Value)];
        int files = 0;
        foreach ((int _, JsonElement row) in Golden.Lines("fits_export.jsonl"))
        {
            if (row.GetProperty("kind").GetString() != "file" || row.GetProperty("status").GetInt32() != 0 || row.GetProperty("options").GetString()!.StartsWith("map", StringComparison.Ordinal))
                continue;
            JsonElement unit = row.GetProperty("hdus").EnumerateArray().Last();
            IngestedHeader header = HeaderIngest.Keywords(Header([.. unit.GetProperty("cards").EnumerateArray().Select(card => card.GetString()!)]));
            foreach (string name in new[] { "T_REC_epoch", "with_under", "DASH__KEY", "DATE__OBS", "DATE_OBS", "BRACKET", "BRONLY", "longname_hyphen", "LONGSTRING_name" })
                Assert.Contains(header.Keywords, keyword => keyword.Name == name && keywords.Contains(name));
            IngestedKeyword longText = header.Keywords.Single(keyword => keyword.Name == "STRLONG");
            Assert.Equal(100, longText.Value.AsString.Length);
            Assert.True(header.Keywords.Single(keyword => keyword.Name == "T_MISS") is { Unit: "TAI", Description: "missing time", Value.IsMissing: true });
            files++;
        }
        Assert.True(files > 5);
    }

    private static string TextOf(DrmsValue value) => value.IsMissing ? "missing"
        : value.Type == DrmsType.String ? value.AsString
        : value.Type.IsInteger() ? value.AsInteger.ToString(CultureInfo.InvariantCulture)
        : value.AsDouble.ToString("R", CultureInfo.InvariantCulture);

    private static IngestedKeyword Single(string card) => Assert.Single(HeaderIngest.Keywords(Header(card)).Keywords);

    private static FitsHeader Header(params string[] cards) => FitsHeader.Parse(Encoding.Latin1.GetBytes(string.Concat(cards.Select(card => card.PadRight(80)))));

    [GeneratedRegex(@"^Keyword: (\w+),", RegexOptions.Multiline)]
    private static partial Regex KeywordLine();
}
