using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;

namespace NetDrms.Cli.Tests.Arguments;

/// <summary>Spec 03 §1.1–1.3.</summary>
public sealed class ArgumentParserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("arguments").FullName;

    private static readonly ModuleDefinition s_module = new()
    {
        Name = "try_me",
        Summary = "Tries the parser.",
        Arguments =
        [
            new("ds", ArgumentType.String, "Not Specified", "record set"),
            new("key", ArgumentType.StringArray, " ", "keywords"),
            new("n", ArgumentType.Int, "0", "count"),
            new("sunum", ArgumentType.IntArray, "-1", "units"),
            new("x", ArgumentType.Double, "1.5", ""),
            new("kind", ArgumentType.Selection, "one", "a choice") { Choices = ["one", "two"] },
            ArgumentDefinition.Flag("q", "quiet"),
            ArgumentDefinition.Flag("k", "keys"),
            ArgumentDefinition.Flag("M", "more"),
            ArgumentDefinition.LongFlag("yes", "no question"),
        ],
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ParsedCommand Parse(params string[] words) => ArgumentParser.Parse(s_module, words, _ => null, _folder);

    private ModuleArguments Good(params string[] words)
    {
        ParsedCommand command = Parse(words);
        Assert.Empty(command.Errors.Concat(command.SessionErrors).Select(e => e.Message));
        return command.Arguments!;
    }

    [Theory]
    [InlineData("a.b[]", "ds=a.b[]")]
    [InlineData("a.b[]", "ds=", "a.b[]")]
    [InlineData("a.b[]", "--ds", "a.b[]")]
    [InlineData("a.b[]", "--ds=a.b[]")]
    [InlineData("a.b[]", "ds=c.d[]", "ds=a.b[]")]   // the last one wins
    [InlineData("a.b[? x=1 ?]", "ds=", "a.b[? x=1 ?]")]   // an '=' behind '[' is no argument
    [InlineData("", "ds=", "")]
    [InlineData("@list", "ds=@list")]
    [InlineData("@list", "ds=", "@list")]
    [InlineData("a\tb\n\\\"'", "ds=a\\tb\\n\\\\\\\"\\'")]
    [InlineData("Not Specified")]
    public void A_text_is_given_in_every_spelling(string expected, params string[] words) =>
        Assert.Equal(expected, Good(words).Text("ds"));

    [Theory]
    [InlineData(true, "-q")]
    [InlineData(true, "--q")]
    [InlineData(true, "--Q")]
    [InlineData(true, "q=1")]
    [InlineData(true, "q=abc")]
    [InlineData(true, "-kq")]
    [InlineData(true, "-q", "q=1")]
    [InlineData(false, "q=0")]
    [InlineData(false, "-k")]
    public void A_flag_is_on_unless_it_is_0(bool expected, params string[] words) =>
        Assert.Equal(expected, Good(words).Flag("q"));

    [Fact]
    public void A_flag_never_swallows_the_next_word()
    {
        ModuleArguments arguments = Good("--loopconn", "gold.x[]", "-q", "other", "--M", "third");
        Assert.Equal(["gold.x[]", "other", "third"], arguments.Unnamed);
        Assert.True(arguments.Session.WaitsForSums && arguments.Flag("q") && arguments.Flag("M"));
    }

    [Theory]
    [InlineData(-2, "--n", "-2")]
    [InlineData(-2, "n=-2")]
    [InlineData(-2, "n=", "-2")]
    [InlineData(2, "n=+2")]
    [InlineData(2, "n=2.9")]
    [InlineData(1, "n=1e1")]
    [InlineData(2, "n=0x2")]
    [InlineData(-1, "n=0xFFFFFFFF")]
    [InlineData(3, "n=  3")]
    public void An_int_reads_its_digits(int expected, params string[] words) =>
        Assert.Equal(expected, Good(words).Int("n"));

    [Theory]
    [InlineData("key=T_REC,,CAMERA,", "T_REC", "CAMERA")]
    [InlineData("key=N AME", "NAME")]
    [InlineData("key=(ID,NUM)", "ID", "NUM")]
    [InlineData("key=[ID , NUM]", "ID", "NUM")]
    [InlineData("key={ID}", "ID")]
    [InlineData("key=()")]
    [InlineData("q=1")]
    public void An_array_drops_blanks_brackets_and_empty_items(string word, params string[] expected) =>
        Assert.Equal(expected, Good(word).Words("key"));

    [Fact]
    public void Words_that_are_nothing_else_are_unnamed() =>
        Assert.Equal(["-5x", "key.x=1", "rest", "-q", "n=3"], Good("-5x", "-", "key.x=1", "rest", "--", "-q", "n=3").Unnamed);

    [Fact]
    public void An_empty_value_before_another_argument_is_the_empty_text_with_a_warning()
    {
        ParsedCommand command = Parse("ds=", "n=3");
        Assert.Equal("", command.Arguments!.Text("ds"));
        Assert.Equal(3, command.Arguments.Int("n"));
        Assert.Contains("\"ds=\" is taken as the empty text", Assert.Single(command.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The value of option ds is missing.", "ds=")]
    [InlineData("The value of option ds is missing.", "--ds")]
    [InlineData("The value of option ds is missing.", "--ds", "@file")]
    [InlineData("Bad escape sequence in 'a\\qb'.", "ds=a\\qb")]
    [InlineData("Bad escape sequence in 'a\\qb'.", "bogus=a\\qb")]
    [InlineData("array parsing returned error", "sunum=abc")]
    [InlineData("array parsing returned error", "key=(ID")]
    [InlineData("Parameter \"kind\" is out of permissible range:\n  [one, two]", "kind=three")]
    [InlineData("Couldn't open option file 'nofile'", "@nofile")]
    public void A_mistake_keeps_the_original_s_line(string classic, params string[] words) =>
        Assert.Equal(classic, Assert.Single(Parse(words).Errors).ClassicMessage);

    [Theory]
    [InlineData("argument n: 'abc' is not an integer", "n=abc")]
    [InlineData("argument n: '99999999999' is not an integer", "n=99999999999")]
    [InlineData("argument x: '1.5y' is not a number", "x=1.5y")]
    [InlineData("try_me has no option -z", "-qz")]
    [InlineData("try_me has no option --bogus", "--bogus")]
    [InlineData("try_me has no option --bogus", "--bogus=3")]
    public void A_mistake_that_the_original_swallows_is_an_error(string message, params string[] words) =>
        Assert.Equal(message, Assert.Single(Parse(words).Errors).Message);

    [Fact]
    public void An_unknown_option_names_the_nearest() =>
        Assert.Equal("Did you mean --yes?", Assert.Single(Parse("--yess").Errors).Hint);

    [Fact]
    public void A_letter_that_is_an_argument_tells_how_it_is_written() =>
        Assert.Equal("Write n=<value>.", Assert.Single(Parse("-n", "2").Errors).Hint);

    [Fact]
    public void All_mistakes_come_at_once()
    {
        ParsedCommand command = Parse("n=abc", "-z", "ds=\\q", "sunum=x", "DRMS_RETENTION=-1");
        Assert.Equal(4, command.Errors.Count);
        Assert.Single(command.SessionErrors);
        Assert.Null(command.Arguments);
    }

    [Fact]
    public void The_caret_stands_under_the_value()
    {
        DrmsError error = Assert.Single(Parse("n=abc").Errors);
        Assert.Equal(("n=abc", new SourceSpan(2, 3)), (error.Source, error.Span));
    }

    [Fact]
    public void An_unknown_named_value_is_only_a_warning()
    {
        ParsedCommand command = Parse("dss=1");
        Assert.NotNull(command.Arguments);
        Assert.Equal("Did you mean \"ds\"?", Assert.Single(command.Warnings).Hint);
    }

    [Fact]
    public void A_module_with_other_names_gets_them_in_order()
    {
        ModuleDefinition setting = s_module with { OtherNames = "keywords" };
        ParsedCommand command = ArgumentParser.Parse(setting, ["A=1", "--B", "2", "yes=3", "A=4", "link.DYN=a.b[1]"], _ => null, _folder);
        Assert.Equal(["B=2", "yes=3", "A=4", "link.DYN=a.b[1]"], command.Arguments!.Others.Select(o => $"{o.Name}={o.Text}"));
        Assert.False(command.Arguments.Flag("yes"));   // the option is --yes only: a keyword may have its name
    }

    [Fact]
    public void Only_session_arguments_come_from_the_environment()
    {
        Dictionary<string, string> environment = new() { ["ds"] = "x.y", ["q"] = "1", ["JSOC_DBNAME"] = "other", ["DRMS_RETENTION"] = "7", ["DRMS_ARCHIVE"] = "1" };
        ModuleArguments arguments = ArgumentParser.Parse(s_module, [], environment.GetValueOrDefault, _folder).Arguments!;
        Assert.Equal(("Not Specified", false, "other"), (arguments.Text("ds"), arguments.Flag("q"), arguments.Session.DatabaseName));
        Assert.Null(arguments.Session.RetentionDays);
        Assert.Null(arguments.Session.Archive);
    }

    [Theory]
    [InlineData("DRMS_RETENTION=-5", "The value for DRMS_RETENTION must be a 15-bit positive integer.")]
    [InlineData("DRMS_RETENTION=40000", "Integer constant '40000' is not a signed short.\nThe value for DRMS_RETENTION must be a 15-bit positive integer.Invalid value for DRMS_RETENTION.")]
    [InlineData("DRMS_NEWSURETENTION=x", "Integer constant 'x' is not a signed short.\nThe value for DRMS_NEWSURETENTION must be a 15-bit positive integer.Invalid value for DRMS_NEWSURETENTION.")]
    public void A_bad_retention_is_an_error(string word, string classic) =>
        Assert.Equal(classic, Assert.Single(Parse(word).SessionErrors).ClassicMessage);

    [Theory]
    [InlineData("--help")]
    [InlineData("--HELP")]
    [InlineData("-H")]
    [InlineData("-h")]
    [InlineData("H=1")]
    [InlineData("-qH", "n=abc")]
    public void Help_comes_before_everything(params string[] words) => Assert.True(Parse(words).WantsHelp);

    [Fact]
    public void H_0_is_no_help() => Assert.False(Parse("H=0").WantsHelp);

    [Fact]
    public void An_options_file_is_read_word_by_word()
    {
        File.WriteAllText(Path.Combine(_folder, "o"), "# comment\nkey=\"ID,NUM\" -q 'a.b[1] c'\n\n   \nn= 4 ds=\"\" M=1\n");
        ModuleArguments arguments = Good("@o", "last");
        Assert.Equal(["ID", "NUM"], arguments.Words("key"));
        Assert.Equal(["a.b[1] c", "last"], arguments.Unnamed);
        Assert.Equal((4, "", true, true), (arguments.Int("n"), arguments.Text("ds"), arguments.Flag("q"), arguments.Flag("M")));
    }

    [Fact]
    public void A_value_in_an_options_file_does_not_reach_over_the_line()
    {
        File.WriteAllText(Path.Combine(_folder, "o"), "n=\n4\n");
        Assert.Equal("The value of option n is missing.", Assert.Single(Parse("@o").Errors).ClassicMessage);
    }

    [Fact]
    public void Options_files_nest_ten_deep_and_no_deeper()
    {
        for (int i = 1; i < 10; i++)
            File.WriteAllText(Path.Combine(_folder, $"o{i}"), $"@o{i + 1}");
        File.WriteAllText(Path.Combine(_folder, "o10"), "n=10");
        Assert.Equal(10, Good("@o1").Int("n"));
        File.WriteAllText(Path.Combine(_folder, "o10"), "@o1");
        Assert.Equal("Error: Option include files are nested more than 10 levels deep. Please check for circular references.",
            Assert.Single(Parse("@o1").Errors).ClassicMessage);
    }

    [Fact]
    public void An_open_quote_in_an_options_file_names_file_and_line()
    {
        File.WriteAllText(Path.Combine(_folder, "o"), "-q\nkey='ID\n");
        DrmsError error = Assert.Single(Parse("@o").Errors);
        Assert.Equal(("Unbalanced quotes (') in command line file o", "o", 2), (error.ClassicMessage, error.File, error.Line));
    }
}
