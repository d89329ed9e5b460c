namespace NetDrms.Faults.Tests.Input;

/// <summary>Record sets that try to be more than a question: refused before the database sees them. Spec 01 §2.11.</summary>
public sealed class InjectionTests(FaultSite fault) : IClassFixture<FaultSite>
{
    public static TheoryData<string, string> Conditions => new()
    {
        { "1=1) ; create table x(a int); select count(*) from series where (1=1", "\";\" is not allowed" },   // created a table and committed, in the original
        { "1=1; drop table demo.fault", "\";\" is not allowed" },
        { "1=1) or (1=1", "end of the condition" },
        { "1=1 -- x", "comments" },
        { "1=1 /* x */", "comments" },
        { "TXT = $$x$$", "\"$\"" },
        { "TXT = $tag$x$tag$", "\"$\"" },
        { "pg_sleep(60) is null", "function \"pg_sleep\" is not allowed" },
        { "lo_export(1, '/tmp/x') = 1", "function \"lo_export\" is not allowed" },
        { "lo_import('/etc/passwd') = 1", "function \"lo_import\" is not allowed" },
        { "pg_read_file('/etc/passwd') = ''", "function \"pg_read_file\" is not allowed" },
        { "pg_catalog.pg_terminate_backend(1)", "function \"pg_catalog.pg_terminate_backend\" is not allowed" },
        { "setval('demo.fault_seq', 1) = 1", "function \"setval\" is not allowed" },
        { "N in (select recnum from demo.drms_series)", "sub-select" },
        { "N = 1 union select 1", "end of the condition" },
        { "'x'::regclass is null", "expected a plain type" },
        { "TXT like '%n%s%d' or", "found the end" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_condition_that_is_not_one_safe_expression_is_refused_by_every_command(string condition, string reason)
    {
        string before = await fault.StateAsync();
        foreach (string filter in (string[])[$"[? {condition} ?]", $"[! {condition} !]"])
        {
            foreach (string[] words in (string[][])[["show_info", $"demo.fault{filter}"], ["show_info", "-c", $"demo.fault{filter}"], ["set_info", $"ds=demo.fault{filter}", "TXT=hit", "-m"]])
            {
                CommandRun run = await fault.Site.RunAsync(words);
                Assert.True(run.ExitCode is 1 or 2, $"{string.Join(' ', words)}: {run.ExitCode}");
                FaultSite.Says(run, reason);
                FaultSite.Says(run, "^");
            }
        }
        await fault.AssertStateAsync(before);
    }

    [Theory]
    [InlineData("demo.fault[\"x' OR '1'='1\"]")]
    [InlineData("demo.fault['x'' OR ''1''=''1']")]
    [InlineData("demo.fault[1 OR 1=1]")]
    public async Task A_value_widens_no_filter(string set)
    {
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync("show_info", "-c", "-q", set);
        Assert.True(run.ExitCode == 1 || run.Output == "0\n", $"{run.ExitCode} {run.Output}");
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task Format_characters_in_a_condition_mean_nothing() =>
        Assert.Equal("0\n", (await fault.Site.SucceedAsync("show_info", "-c", "-q", "demo.fault[? TXT like '%n%s%d%x' ?]")).Output);

    [Fact]
    public async Task Values_are_stored_as_they_are()
    {
        const string Hostile = "'); drop table demo.fault; -- $1 %n \\";
        await fault.Site.SucceedAsync("set_info", "ds=demo.fault[1]", $"TXT={Hostile.Replace("\\", "\\\\", StringComparison.Ordinal)}");
        Assert.Equal(Hostile, await fault.Site.DrmsValueAsync($"select txt from demo.fault order by recnum desc limit 1"));
    }
}
