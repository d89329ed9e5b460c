using Microsoft.Extensions.Time.Testing;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Modules;

public class TimeTests
{
    private static Task<TestRun> RunAsync(string? input, params string[] words) =>
        TestRun.OfAsync("drms", ["time", .. words], input, clock: new FakeTimeProvider(new DateTimeOffset(2014, 3, 1, 0, 0, 0, TimeSpan.Zero)), cancel: TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("2014.03.01_00:00:22.5_TAI\t1172707222.5\t2014.03.01_00:00:22.5_TAI\t2014.02.28_23:59:47.5_UTC\n", "2014.03.01_00:00:22.5_TAI")]
    [InlineData("2014.03.01_TAI\t1172707200\t2014-02-28T23:59:25Z\n", "2014.03.01_TAI", "--zone", "ISO")]
    [InlineData("2014.03.01_TAI\t1172707200\t2014.02.28_23:59_UTC\n", "2014.03.01_TAI", "--zone", "UTC", "--precision", "-1")]
    [InlineData("mdi_epoch\t504921600\t1993.01.01_00:00:00_TAI\t1992.12.31_23:59:33_UTC\n", "mdi_epoch")]
    [InlineData("now\t1172707235\t2014.03.01_00:00:00_UTC\n", "now", "--zone", "UTC")]
    [InlineData("now-3d\t1172448035\t2014.02.26_00:00:00_UTC\n", "now-3d", "--zone=UTC")]
    [InlineData("""{"text":"2014.03.01_TAI","seconds":1172707200,"missing":false,"tai":"2014.03.01_00:00:00_TAI","utc":"2014.02.28_23:59:25_UTC","tdt":"2014.03.01_00:00:32.184_TDT","iso":"2014-02-28T23:59:25Z","jd":2456717.5003725,"mjd":56717.0003725,"unix":1393631965,"notes":["No clock is given: 00:00:00 is taken."]}""" + "\n", "2014.03.01_TAI", "--json")]
    public async Task A_text_is_explained(string expected, params string[] words)
    {
        TestRun run = await RunAsync(null, words);
        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Texts_are_read_line_by_line()
    {
        TestRun run = await RunAsync("2014.03.01_TAI\n\n1977.01.01_TAI\n", "--zone", "TAI");
        Assert.Equal("2014.03.01_TAI\t1172707200\t2014.03.01_00:00:00_TAI\n1977.01.01_TAI\t0\t1977.01.01_00:00:00_TAI\n", run.Output);
    }

    [Fact]
    public async Task What_is_no_time_is_told_with_a_caret_and_the_others_go_on()
    {
        TestRun run = await RunAsync("2014.03.01_TAI\nnonsense\n1977.01.01_TAI\n", "--zone", "TAI");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Output.Count(c => c == '\n'));
        Assert.StartsWith("Invalid time string 'nonsense'.\ndrms time: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("^", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2014.03.01_CEST")]
    [InlineData("2014.03.01_TAI rest")]
    [InlineData("now-3x")]
    [InlineData("")]
    public async Task What_is_only_the_beginning_of_a_time_is_refused(string text) => Assert.Equal(1, (await RunAsync(null, text)).ExitCode);

    [Fact]
    public async Task A_wrong_option_is_a_usage_error() => Assert.Equal(2, (await RunAsync(null, "now", "--precison", "3")).ExitCode);
}
