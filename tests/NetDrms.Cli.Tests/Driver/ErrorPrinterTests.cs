using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

public class ErrorPrinterTests
{
    private static string Printed(bool isTerminal, params DrmsError[] errors)
    {
        using StringWriter text = new();
        new ErrorPrinter(text, "show_info", isTerminal).Print(errors, ["For usage, type show_info [-H|--help]"]);
        return text.ToString();
    }

    [Fact]
    public void The_original_s_lines_come_first_then_ours_with_a_caret() =>
        Assert.Equal("""
            Integer constant 'abc' is not a signed integer.
            For usage, type show_info [-H|--help]
            show_info: error: "abc" is not an int
              NUM=abc
                  ^^^
              An int is a whole number.
              hint: Write NUM=3.

            """, Printed(false, new DrmsError(ErrorCode.Syntax, "\"abc\" is not an int")
        {
            ClassicMessage = "Integer constant 'abc' is not a signed integer.",
            Source = "NUM=abc",
            Span = new SourceSpan(4, 3),
            Detail = "An int is a whole number.",
            Hint = "Write NUM=3.",
        }));

    [Fact]
    public void A_classic_line_that_says_it_all_stands_alone() =>
        Assert.Equal("No jsd provided?\nFor usage, type show_info [-H|--help]\n",
            Printed(false, new DrmsError(ErrorCode.Argument, "no definition was given") { ClassicMessage = "No jsd provided?" }));

    [Theory]
    [InlineData("could not read \"/x/a.fits\": it is cut off", null, "show_info: error: could not read \"/x/a.fits\": it is cut off\n")]
    [InlineData("it is cut off", null, "show_info: error: /x/a.fits: it is cut off\n")]
    [InlineData("no tag in \"/x/a.fits\"", 3, "show_info: error: /x/a.fits:3: no tag in \"/x/a.fits\"\n")]
    public void A_file_is_named_once_unless_its_line_is(string message, int? line, string expected) =>
        Assert.EndsWith(expected, Printed(false, new DrmsError(ErrorCode.Fits, message) { File = "/x/a.fits", Line = line }), StringComparison.Ordinal);

    [Fact]
    public void A_long_text_is_cut_around_the_mistake()
    {
        string source = new string('a', 500) + "!" + new string('b', 500);
        string[] lines = Printed(false, new DrmsError(ErrorCode.Syntax, "wrong") { Source = source, Span = new SourceSpan(500, 1) }).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length < 120));
        Assert.Equal('!', lines[2][lines[3].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Control_characters_do_not_shift_the_caret()
    {
        string[] lines = Printed(false, new DrmsError(ErrorCode.Syntax, "wrong") { Source = "a\t\u001b!b", Span = new SourceSpan(3, 1) }).Split('\n');
        Assert.Equal("  a··!b", lines[2]);
        Assert.Equal("     ^", lines[3]);
    }

    [Fact]
    public void There_is_colour_on_a_terminal_only()
    {
        DrmsError error = new(ErrorCode.Syntax, "wrong");
        Assert.Contains("\u001b[31m", Printed(true, error), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", Printed(false, error), StringComparison.Ordinal);
    }
}
