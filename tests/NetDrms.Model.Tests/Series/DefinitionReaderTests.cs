using System.Diagnostics;
using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.Tests.Series;

public class DefinitionReaderTests
{
    private const string Header = "Seriesname: a.b\nUnitsize: 1\nIndex: N\nDescription: \"d\"\nKeyword: N, int, variable, record, 0, %d, none, \"n\"\n";

    [Fact]
    public void Five_mistakes_are_five_errors_with_line_column_and_advice()
    {
        const string Text = """
            Seriesname: a.b
            Unitsize: 1
            Index: N, CAMRA
            Keyword: N, int, variable, record, 0, %d, none, "n"
            Keyword: CAMERA, integer, variable, record, 0, %d, none, "camera"
            Keyword: T, time, variable, record, 2014.03.01_UTCxx, 0, UTC, "time"
            Data: image, variable, int, 2, 16, 16, "DN", fitsz, "", 0, 1, "image"
            Keywrd: X, int, variable, record, 0, %d, none, "x"
            """;
        DefinitionReading reading = DefinitionReader.Read(Text, new DefinitionOptions { File = "five.jsd" });
        Assert.Null(reading.Definition);
        Assert.Equal(DefinitionStage.Parsing, reading.Stage);
        Assert.Equal(
            [
                "five.jsd:3:11 \"CAMRA\" Did you mean \"CAMERA\"?",
                "five.jsd:5:18 \"integer\" Did you mean \"int\"?",
                "five.jsd:6:37 \"2014.03.01_UTCxx\" A time is written 2014.03.01_00:00:45_TAI.",
                "five.jsd:7:46 \"fitsz\" Did you mean \"fitz\"?",
                "five.jsd:8:1 \"Keywrd\" Did you mean \"Keyword\"?",
            ],
            reading.Errors.Select(error => $"{error.File}:{error.Line}:{error.Column} \"{error.Span!.Value.In(error.Source)}\" {error.Hint}"));
        // the first is what the original would have stopped at
        Assert.Equal("tag \"Keywrd\" is not known\nFailed to parse series info.\n", reading.ClassicError);
    }

    [Theory]   // spec 02 §1.1, §1.3, §1.6: what ours refuses
    [InlineData("Keyword: SELECT, int, variable, record, 0, %d, none, \"\"", "keyword name \"SELECT\" is reserved")]
    [InlineData("Keyword: A_index, int, variable, record, 0, %d, none, \"\"", "keyword name \"A_index\" is reserved")]
    [InlineData("Keyword: current_date, int, variable, record, 0, %d, none, \"\"", "keyword name \"current_date\" is a reserved word of the database")]
    [InlineData("Keyword: recnum, int, variable, record, 0, %d, none, \"\"", "keyword name \"recnum\" is that of a column that the system makes")]
    [InlineData("Keyword: SG_001_x, int, variable, record, 0, %d, none, \"\"", "keyword name \"SG_001_x\" is that of a column that the system makes")]
    [InlineData("Keyword: ln_x, int, variable, record, 0, %d, none, \"\"", "keyword name \"ln_x\" is that of a column that the system makes")]
    [InlineData("Keyword: 1A, int, variable, record, 0, %d, none, \"\"", "keyword name \"1A\" has characters that a name may not have")]
    [InlineData("Keyword: A2345678901234567890123456789012, int, variable, record, 0, %d, none, \"\"", "the keyword name is longer than 31 characters")]
    [InlineData("Keyword: n, int, variable, record, 0, %d, none, \"\"", "keyword \"n\" is defined twice")]
    [InlineData("Keyword: A, int, variable, record, \"\", %d, none, \"\"", "the default is empty")]
    [InlineData("Keyword: A, string, variable, record, , %s, none, \"\"", "the default is empty")]
    [InlineData("Keyword: A, int, variable, record, 12abc, %d, none, \"\"", "default \"12abc\" is not an int")]
    [InlineData("Keyword: A, string, variable, record, \"a\\\"b\", %s, none, \"\"", "expected a comma after the default")]
    [InlineData("Keyword: A, int, variable, record, 0, %d, none, \"[ABC x\"", "the FITS name that begins the description has no \"]\"")]
    [InlineData("Data: s, variable, string, 1, 3, \"u\", generic, \"x\"", "a segment cannot have the type string")]
    [InlineData("Data: s, variable, raw, 1, 3, \"u\", generic, \"x\"", "segment type \"raw\" is not known")]
    [InlineData("Data: s, Variable, int, 1, 3, \"u\", generic, \"x\"", "segment scope \"Variable\" is not known")]
    [InlineData("Data: s, variable, int, 3x, 3, \"u\", generic, \"x\"", "number of axes \"3x\" is not a number")]
    [InlineData("Data: s, variable, int, 1, 0x10, \"u\", generic, \"x\"", "dimension \"0x10\" is not a number")]
    [InlineData("Data: s, variable, int, 17, 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1, \"u\", generic, \"x\"", "a segment has at most 16 axes, not 17")]
    [InlineData("Data: s, variable, int, 1, 3, \"u\", bin, a, 1, \"x\"", "bzero \"a\" is not a number")]
    [InlineData("Data: s2345678901234567890123456, variable, int, 1, 3, \"u\", bin, 0, 1, \"x\"", "segment name \"s2345678901234567890123456\" is longer than 24 characters")]
    [InlineData("Link: L, nodot, static, \"\"", "\"nodot\" is no name of a series")]
    [InlineData("Link: L, a.c, dynmic, \"\"", "link type \"dynmic\" is neither static nor dynamic")]
    [InlineData("Tapegroup: 3000000000", "Tapegroup 3000000000 is not in -2147483648 … 2147483647")]
    [InlineData("StagingRetention: -1", "StagingRetention -1 is not in 0 … 32767")]
    [InlineData("Author: \"\"", "Author is empty")]
    [InlineData("Author:", "Author has no text")]
    [InlineData("DBIndex: N, n", "keyword \"n\" stands twice in DBIndex")]
    [InlineData("rubbish", "a line must be a tag with a colon, a comment or blank")]
    public void A_mistake_is_refused(string line, string message)
    {
        DefinitionReading reading = DefinitionReader.Read(Header + line + "\n", DefinitionOptions.Strict);
        DrmsError error = Assert.Single(reading.Errors);
        Assert.Equal(message, error.Message);
        Assert.Equal(6, error.Line);
        Assert.NotNull(error.Span);
    }

    [Theory]   // spec 01 §4.1, 02 §1.4
    [InlineData("K, time, ts_eq|K_epoch, string, constant, MDI_EPOCH|K_step, double, constant, 45", null)]
    [InlineData("K, time, ts_eq|K_epoch, string, constant, noepoch|K_step, double, constant, 45", "\"noepoch\" in \"K_epoch\" is neither an epoch nor a time")]
    [InlineData("K, time, ts_eq|K_epoch, time, variable, 1993.01.01_TAI|K_step, double, constant, 45", "Ancillary keyword 'K_epoch' must be constant and of data type 'time' or 'string'.")]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, double, variable, 45", "Ancillary keyword 'K_step' must be constant.")]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, string, constant, 30", null)]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, string, constant, 1.5u", "Cannot get step key value.")]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, string, constant, 0s", "The value of step keyword 'K_step' must not be 0.0")]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, int, constant, 3|K_unit, string, constant, HOURS", null)]
    [InlineData("K, time, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, int, constant, 3|K_unit, int, constant, 1", "Ancillary keyword 'K_unit' must be constant and of data type 'string'.")]
    [InlineData("K, time, ts_slot|K_epoch, time, constant, 1993.01.01_TAI|K_step, int, constant, 3|K_round, double, variable, 1", "Ancillary keyword 'K_round' must be constant.")]
    [InlineData("K, time, ts_slot|K_step, int, constant, 3", "Missing required ancillary keyword 'K_epoch'.")]
    [InlineData("K, float, slot|K_base, time, constant, 1993.01.01_TAI|K_step, int, constant, 3|K_unit, string, constant, anything", null)]
    [InlineData("K, double, carr|K_step, string, constant, 30m", "Cannot get step key value.")]
    [InlineData("K, double, carr|K_step, int, constant, 15|K_unit, string, constant, arcmins", null)]
    [InlineData("K, double, carr|K_step, int, constant, 15|K_unit, string, constant, secs", "Slot keyword unit 'secs' is not valid.")]
    [InlineData("K, string, enum|K_vals, string, constant, 'a, b,c'", null)]
    [InlineData("K, int, enum|K_vals, string, constant, '1, 2'", null)]
    [InlineData("K, int, enum|K_vals, string, constant, '1, two'", "value \"two\" in \"K_vals\" is not an int")]
    [InlineData("K, string, enum", "Missing required ancillary keyword 'K_vals'.")]
    [InlineData("K, string, enum|K_vals, string, constant, 'a,,b'", "the list of values in \"K_vals\" has an empty one")]
    [InlineData("K, string, enum|K_vals, string, constant, 'a,a'", "the list of values in \"K_vals\" has one twice")]
    [InlineData("K, double, enum|K_vals, string, constant, 'a'", "keyword \"K\" of kind enum must be a string or an integer")]
    [InlineData("K, string, ts_eq|K_epoch, time, constant, 1993.01.01_TAI|K_step, int, constant, 3", "slotted keyword \"K\" of kind ts_eq cannot be a string")]
    public void Companions_of_slotted_keywords_are_checked(string keywords, string? first)
    {
        IEnumerable<string> lines = keywords.Split('|').Select(line => line.Split(", ", 4)).Select(field =>
            $"Keyword: {field[0]}, {field[1]}, {field[2]}, record, {(field.Length > 3 ? field[3] : field[1] == "string" ? "x" : "DRMS_MISSING_VALUE")}, {Format(field[1])}, none, \"\"\n");
        DefinitionReading reading = DefinitionReader.Read($"Seriesname: a.b\nIndex: K\n{string.Concat(lines)}", DefinitionOptions.Strict);
        Assert.Equal(first, reading.Errors.Count == 0 ? null : reading.Errors[0].ClassicMessage ?? reading.Errors[0].Message);
        if (first is null)
            Assert.Equal("K_index", reading.Definition!.PrimeKeys.Single().Name);
    }

    [Fact]
    public void A_slotted_keyword_that_is_no_prime_key_is_refused()
    {
        DefinitionReading reading = DefinitionReader.Read(Header + """
            Keyword: T, time, ts_eq, record, DRMS_MISSING_VALUE, 0, TAI, ""
            Keyword: T_epoch, time, constant, record, 1993.01.01_TAI, 0, TAI, ""
            Keyword: T_step, double, constant, record, 45, %f, none, ""
            """, DefinitionOptions.Strict);
        Assert.Equal("Slotted key 't' was not declared drms prime.", Assert.Single(reading.Errors).ClassicMessage);
    }

    [Fact]   // spec 02 §1.7, §2.2
    public void Ranks_count_implicit_keywords_and_a_copy_a_segment()
    {
        SeriesDefinition series = DefinitionReader.Read("""
            Seriesname: a.b
            Unitsize: 1
            PrimeKeys: LON, T
            DBIndex: T, N
            Keyword: LON, double, slot, record, 0, %f, deg, ""
            Keyword: LON_base, double, constant, record, 0, %f, deg, ""
            Keyword: LON_step, double, constant, record, 1, %f, deg, ""
            Data: one, variable, int, 1, 4, "u", fits, "compress Rice", 0, 0.5, "x"
            Keyword: P, int, variable, segment, 0, %d, none, ""
            Keyword: N, int, variable, record, 0, %d, none, ""
            Data: two, vardim, longlong, 2, *, NA, "u", fitz, 0, 1, "x"
            Keyword: T, time, ts_eq, record, DRMS_MISSING_VALUE, 0, TAI, ""
            Keyword: T_epoch, time, constant, record, 1993.01.01_TAI, 0, TAI, ""
            Keyword: T_step, double, constant, record, 45, %f, none, ""
            Data: three, variable, float, 0, "u", generic, "x"
            """, DefinitionOptions.Strict).OrThrow();
        Assert.Equal(
            "cparms_sg000 1, one_bzero 2, one_bscale 3, two_bzero 4, two_bscale 5, LON 6, LON_base 7, LON_step 8, P 9, N 12, T 13, T_epoch 14, T_step 15, LON_index 16, T_index 17",
            string.Join(", ", series.Keywords.Select(keyword => $"{keyword.Name} {keyword.Rank}")));
        Assert.Equal("LON_index T_index", string.Join(' ', series.PrimeKeys.Select(key => key.Name)));
        Assert.Equal(["T_index", "N"], series.DbIndex!);
        Assert.Equal("compress Rice", series.Keywords[0].Default.AsString);
        Assert.Equal(0.5, series.Keywords[2].Default.AsDouble);
        Assert.Equal([0, 0], series.Segments[1].Dimensions);
    }

    [Theory]   // spec 02 §1.1: what the original takes
    [InlineData("Keywords: A, int, variable, record, 0, %d, none, \"\"")]
    [InlineData("Keyword : A, int, variable, record, 0, %d, none, \"\"")]
    [InlineData("Descriptionx: \"e\"")]
    [InlineData("Retention: 12abc")]
    [InlineData("Tapegroup: 3000000000")]
    [InlineData("Keyword: A, int, variable, record, 12abc, %d, none, \"\"")]
    [InlineData("Keyword: n, string, variable, record, x, %s, none, \"\"\nKeyword: M, enum, enum, record, x, %s, none, \"\"", true)]
    [InlineData("Keyword: A, link, NOLINK, X, \"\"")]
    [InlineData("Link: L, a.c, static, \"1\"\nLink: l, a.d, dynamic, \"2\"")]
    public void Lenient_reading_takes_what_the_original_takes(string lines, bool isWrong = false)
    {
        Assert.NotEmpty(DefinitionReader.Read(Header + lines + "\n", DefinitionOptions.Strict).Errors);
        Assert.Equal(isWrong, DefinitionReader.Read(Header + lines + "\n", DefinitionOptions.Lenient).Errors.Count > 0);
    }

    [Fact]
    public void Lenient_reading_lets_the_later_keyword_replace_the_earlier()
    {
        SeriesDefinition series = DefinitionReader.Read(Header + "Keyword: A, int, variable, record, 1, %d, none, \"\"\nKeyword: n, string, variable, record, x, %s, none, \"\"\n", DefinitionOptions.Lenient).OrThrow();
        Assert.Equal("A 2, n 3", string.Join(", ", series.Keywords.Select(keyword => $"{keyword.Name} {keyword.Rank}")));
        Assert.Equal(DrmsType.String, series.PrimeKeys.Single().Type);
    }

    [Theory]   // taken, but told
    [InlineData("Author: John Doe", "what follows the text of Author is ignored")]
    [InlineData("Archive: 5", "Archive 5 is none of -1, 0 and 1 and becomes 0")]
    [InlineData("PrimeKeys: N", "only the first Index: line counts, line 3")]
    [InlineData("Keyword: A, int, variable, record, 0, %d, none, \"\", more", "surplus fields of the keyword line are ignored")]
    [InlineData("Keyword: NAXIS1, int, variable, record, 0, %d, none, \"\"", "keyword \"NAXIS1\" has a name that belongs to the FITS file itself")]
    [InlineData("Keyword: A_NAME_THAT_IS_LONG, int, variable, record, 0, %d, none, \"\"\nKeyword: A_NAMETHATISLONGER, int, variable, record, 0, %d, none, \"\"", "keyword \"A_NAMETHATISLONGER\" has the FITS name ANAMETHA of keyword \"A_NAME_THAT_IS_LONG\"")]
    [InlineData("Data: s, variable, float, 1, 3, \"u\", fits, \"\", 0, 1, \"x\"", "a float fits segment has no bzero and bscale")]
    [InlineData("Keyword: A, time, variable, record, 2014.03.01_00:00:00.75_UTC, 2, UTC, \"\"", "the catalog keeps whole seconds of a default time")]
    public void What_is_suspect_is_a_warning(string lines, string message)
    {
        DefinitionReading reading = DefinitionReader.Read(Header + lines + "\n", DefinitionOptions.Strict);
        Assert.NotNull(reading.Definition);
        Assert.Contains(reading.Warnings, warning => warning.Message == message);
    }

    [Theory]   // no database takes these
    [InlineData("0000", "a NUL character cannot be stored")]
    [InlineData("d800", "half a character cannot be stored")]
    [InlineData("dc00", "half a character cannot be stored")]
    [InlineData("d83d de00", null)]
    public void Characters_that_cannot_be_stored_are_refused(string codes, string? message)
    {
        string text = string.Concat(codes.Split(' ').Select(code => (char)Convert.ToInt32(code, 16)));
        DefinitionReading reading = DefinitionReader.Read(Header + $"Author: \"a{text}b\"\n", DefinitionOptions.Strict);
        Assert.Equal(message, reading.Errors.SingleOrDefault()?.Message);
        Assert.Equal(message is null ? null : 6, reading.Errors.SingleOrDefault()?.Line);
    }

    [Fact]   // spec 02 §1.3: once a segment
    public void The_format_of_a_per_segment_keyword_is_warned_of_for_every_segment() =>
        Assert.Equal(
            """
            WARNING: The format specified '%s' is incompatible with the data type 'int' of keyword 'P_000'.
            WARNING: The format specified '%s' is incompatible with the data type 'int' of keyword 'P_001'.

            """,
            DefinitionReader.Read(Header + "Keyword: P, int, variable, segment, 0, %s, none, \"\"\nData: a, variable, int, 0, \"\", generic, \"\"\nData: b, variable, int, 0, \"\", generic, \"\"\n", DefinitionOptions.Strict).ClassicError);

    [Fact]   // a forgotten quote is told where it stands, and the next line is read all the same
    public void A_quote_that_is_not_closed_ends_at_the_next_tag()
    {
        DefinitionReading reading = DefinitionReader.Read(Header.Replace("\"d\"", "\"d", StringComparison.Ordinal) + "Keyword: X, integer, variable, record, 0, %d, none, \"\"\n", DefinitionOptions.Strict);
        Assert.Equal(["4 this quote is not closed", "6 keyword type \"integer\" is not known"], reading.Errors.Select(error => $"{error.Line} {error.Message}"));
    }

    [Fact]
    public void A_quoted_text_may_run_over_line_ends()
    {
        SeriesDefinition series = DefinitionReader.Read("Seriesname: a.b\nDescription: \"one\n two,\n\n3: three\"\nKeyword: N, int, variable, record, 0, %d, none, 'x\ny'\n", DefinitionOptions.Strict).OrThrow();
        Assert.Equal("one\n two,\n\n3: three", series.Description);
        Assert.Equal("x\ny", series.Keywords.Single().Description);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void All_line_ends_are_taken(string end)
    {
        DefinitionReading reading = DefinitionReader.Read((Header + "\n # a comment\nKeyword: X, integer, variable, record, 0, %d, none, \"\"\n").Replace("\n", end, StringComparison.Ordinal), DefinitionOptions.Strict);
        Assert.Equal(8, Assert.Single(reading.Errors).Line);
    }

    [Fact]   // spec 01 §7: any text gives an answer
    public void Random_texts_give_errors_and_no_exceptions()
    {
        Gen<string> word = Gen.OneOf(Gen.OneOf("Keyword:", "Data:", "Link:", "Index:", "Seriesname:", "Author:", "Retention:", "\n", "\r", ", ", "\"", "'", "#", "link", "time", "string", "ts_eq", "slot", "fits", "tas", "segment", "record", "variable", "0", "1", "*", "[", "]", "\0", "é", "😀"),
            Gen.String[Gen.Char, 0, 12]);
        Gen.Select(Gen.Bool, word.Array[0, 120]).Sample((lenient, words) =>
        {
            string text = string.Concat(words);
            DefinitionReading reading = DefinitionReader.Read(text, lenient ? DefinitionOptions.Lenient : DefinitionOptions.Strict);
            return reading.Definition is null == reading.Errors.Count > 0 && reading.Errors.Concat(reading.Warnings).All(Fits);
        });
        static bool Fits(DrmsError error) => error.Span is not SourceSpan span || (span.Start >= 0 && span.Length >= 0 && span.End <= error.Source!.Length);
    }

    public static TheoryData<string> Hostile =>
    [
        new string('"', 1 << 20), new string('K', 1 << 20), Repeat("Keyword: \"\n"), Repeat("Keyword: A, integer, x, y, z, 0, %d, none, \"\"\n"), Repeat("rubbish\n"),
        Repeat("Retention: x\n"), Repeat("Link: L, a.b, static, \"x\"\n"), Numbered("Link: L{0}, a.b, static, \"x\"\n"), Numbered("Keyword: L{0}, link, M{0}, X, \"x\"\n"),
        Numbered("Keyword: K{0}, int, variable, segment, 0, %s, none, \"\"\n", Numbered("Data: s{0}, variable, int, 0, \"\", generic, \"\"\n", "Unitsize: 1\n", 999), 15000),
        "Index: " + Repeat("N, "), "Keyword: " + Repeat("\"\" , "), "Data: a, variable, int, " + new string('9', 1 << 20), Repeat("Data: a, variable, int, 999, 1, "), Repeat("Author: \"\n\n\n"),
        Numbered("Data: s{0}, variable, int, 1, 1, \"\", fits, \"\", 0, 1, \"\"\n"), Repeat("Keyword: A, string, variable, record, \"" + new string('\'', 400) + "\", %s, none, \"[\"\n"), Repeat("Keyord:\n"),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_megabyte_is_answered_within_a_second(string text)
    {
        _ = DefinitionReader.Read(Header, DefinitionOptions.Strict);   // compiled before
        foreach (DefinitionOptions options in (DefinitionOptions[])[DefinitionOptions.Strict, DefinitionOptions.Lenient])
        {
            Stopwatch watch = Stopwatch.StartNew();
            DefinitionReading reading = DefinitionReader.Read(text, options);
            TimeSpan used = watch.Elapsed;
            Assert.True(reading.Errors.Count <= 1001);
            Assert.True(used < TimeSpan.FromSeconds(1) * Slowness, $"{used.TotalSeconds:0.00} s for {text.Length} characters beginning {text[..20]}");
        }
    }

    // a test machine that does many things at once may be slower; a quadratic reader would be slower by far more
    private const double Slowness = 10;

    private static string Repeat(string line) => string.Concat(Enumerable.Repeat(line, (1 << 20) / line.Length));

    private static string Numbered(string line, string before = "", int count = int.MaxValue) =>
        before + string.Concat(Enumerable.Range(0, Math.Min(count, (1 << 20) / (line.Length + 2))).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, i)));

    private static string Format(string type) => type switch { "string" => "%s", "int" => "%d", "time" => "0", _ => "%f" };
}
