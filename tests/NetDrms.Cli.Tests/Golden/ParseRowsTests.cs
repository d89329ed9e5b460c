using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>The <c>parse</c> part of record_sets.jsonl, through the command itself. Deviations of the language stand beside the tests of the language.</summary>
public class ParseRowsTests
{
    [Fact]
    public async Task Parserecset_runs_from_the_command_line_and_from_a_form()
    {
        TestRun run = await TestRun.OfAsync("drms_parserecset", ["spec=demo.lev1[1]{a}"], cancel: TestContext.Current.CancellationToken);
        const string Json = """{"spec":"demo.lev1[1]{a}","atfile":false,"hasfilts":true,"nsubsets":1,"subsets":[{"spec":"demo.lev1[1]{a}","settype":"drms","seriesname":"demo.lev1","seriesns":"demo","seriestab":"lev1","filter":"[1]","segments":"{a}","autobang":false}],"errMsg":null}""";
        Assert.Equal((0, Json + "\n", ""), (run.ExitCode, run.Output, run.Error));
        TestRun form = await TestRun.OfAsync("drms_parserecset", [], cancel: TestContext.Current.CancellationToken,
            environment: new Dictionary<string, string> { ["QUERY_STRING"] = "spec=demo.lev1%5B1%5D%7Ba%7D" });
        Assert.Equal("Content-type: application/json\n\n" + Json + "\n", form.Output);
    }

    [Theory]
    [InlineData("spec=gold.m_45s[", 0, """{"errMsg":"Unable to parse specification."}""", "Unable to parse specification.")]
    [InlineData("spec={gold.m_45s}", 0, """{"errMsg":"Unable to parse specification."}""", "Unexpected record-set specification within curly brackets.\nUnable to parse specification.")]
    [InlineData("spec=gold", 0, """{"errMsg":"Invalid series name."}""", "Invalid series name.")]
    [InlineData("spec=@nosuchfile", 0, """{"spec":"@nosuchfile","atfile":false,"hasfilts":false,"nsubsets":0,"subsets":[],"errMsg":null}""", "No such file or directory\nCannot find @file nosuchfile, skipping.")]
    [InlineData("spec=", 1, "", "The value of option spec is missing.\nError: Command line parsing failed. Aborting.\nFor usage, type drms_parserecset [-H|--help]")]
    public async Task Parserecset_fails_with_the_original_s_lines(string word, int exitCode, string output, string error)
    {
        TestRun run = await TestRun.OfAsync("drms_parserecset", [word], cancel: TestContext.Current.CancellationToken);
        Assert.Equal((exitCode, output), (run.ExitCode, run.Output.TrimEnd('\n')));
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_cannot_read_lists_of_this_machine()
    {
        TestRun run = await TestRun.OfAsync("drms_parserecset", [], cancel: TestContext.Current.CancellationToken,
            environment: new Dictionary<string, string> { ["QUERY_STRING"] = "spec=@/etc/passwd" });
        Assert.DoesNotContain("root", run.Output, StringComparison.Ordinal);
    }
}
