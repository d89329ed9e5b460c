namespace NetDrms.Faults.Tests.Input;

/// <summary>The questions before a series is removed: only "yes", twice, removes it. Spec 03 §5.</summary>
public sealed class DialogueTests(FaultSite fault) : IClassFixture<FaultSite>
{
    private const string First = "You are about to permanently erase all metadata for the series 'demo.fault'.\nAre you sure you want to do this (yes/no)? ";
    private const string Second = "I repeat: All data records from 'demo.fault' will be erased.\nAre you REALLY sure you want to do this (yes/no)? ";

    [Theory]
    [InlineData("no\n", false)]
    [InlineData("", false)]
    [InlineData("y\n", false)]
    [InlineData("YES\nyes\n", false)]
    [InlineData("yes please\nyes\n", false)]
    [InlineData("yes\nno\n", true)]
    [InlineData("yes\n", true)]
    [InlineData("yes\nsure\n", true)]
    public async Task Any_other_answer_keeps_the_series(string answers, bool asksTwice)
    {
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync(["delete_series", "demo.fault"], answers);
        Assert.Equal((0, $"{First}{(asksTwice ? Second : "")}Series demo.fault is not removed.\n", ""), (run.ExitCode, run.Output, run.Error));
        await fault.AssertStateAsync(before);
    }

    [Theory]
    [InlineData("no\n")]
    [InlineData("")]
    public async Task A_series_is_not_replaced_without_a_yes(string answer)
    {
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync(["create_series", "-f", "fault.jsd"], answer);
        Assert.Equal((1, First, ""), (run.ExitCode, run.Output, run.Error));
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task Yes_twice_removes_it_with_its_records()
    {
        await fault.Site.SucceedAsync("create_series", "name=demo.gone", "fault.jsd");
        await fault.Site.SucceedAsync("set_info", "-c", "ds=demo.gone", "N=1", "note=note.txt");
        CommandRun run = await fault.Site.RunAsync(["delete_series", "demo.gone"], "yes\nyes\n");
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("Removing existing series 'demo.gone'...\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("", (await fault.Site.RunAsync("show_series", "-q", "gone")).Output);
        Assert.Equal("", await fault.Site.DrmsValueAsync($"select coalesce(string_agg(relname, ' '), '') from pg_class where relname like 'gone%'"));
    }
}
