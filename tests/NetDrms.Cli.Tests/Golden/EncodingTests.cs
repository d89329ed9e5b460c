using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Databases that are not UTF-8, as sites of the original have them. Spec 02 §4.3, 05 §4.2.</summary>
public sealed class EncodingTests
{
    private const string Text = "Ängström é ½";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("LATIN1", 12)]
    [InlineData("SQL_ASCII", 16)]   // no conversion there: the bytes of UTF-8
    public async Task Text_goes_in_and_comes_out(string encoding, int bytes)
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync(encoding));
        TestRun made = await site.RunAsync("set_info", ["-c", "ds=gold.linked", "NAME=objx", $"NOTE={Text}"], cancel: Cancel);
        Assert.Equal((0, "", ""), (made.ExitCode, made.Output, made.Error));
        TestRun shown = await site.RunAsync("show_info", ["-q", "key=NAME,NOTE", "gold.linked[objx]"], cancel: Cancel);
        Assert.Equal((0, $"objx\t{Text}\n", ""), (shown.ExitCode, shown.Output, shown.Error));
        Assert.Equal(bytes, await site.Drms.ScalarAsync<int>($"select octet_length(note) from gold.linked where recnum = 6"));
        Assert.Equal(0, (await site.RunAsync("set_info", ["ds=gold.linked[objx]", "NOTE=ö"], cancel: Cancel)).ExitCode);
        Assert.Equal("ö\n", (await site.RunAsync("show_info", ["-q", "key=NOTE", "gold.linked[objx]"], cancel: Cancel)).Output);
    }

    [Fact]
    public async Task A_character_that_a_Latin_1_database_does_not_have_is_refused_and_nothing_stays()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync("LATIN1"));
        TestRun made = await site.RunAsync("set_info", ["-c", "ds=gold.linked", "NAME=x", "NOTE=λ"], cancel: Cancel);
        Assert.Equal(1, made.ExitCode);
        Assert.Contains("character 1 of the text (U+03BB) cannot be stored in this database", made.Error, StringComparison.Ordinal);
        Assert.Equal(5L, await site.Drms.ScalarAsync<long>($"select count(*) from gold.linked"));
    }

    [Fact]
    public async Task Bytes_of_an_original_module_in_a_database_without_encoding_do_not_stop_a_listing()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync("SQL_ASCII"));
        await site.Drms.ExecuteAsync($"update gold.linked set note = E'caf\\xe9' where recnum = 2");
        TestRun shown = await site.RunAsync("show_info", ["-q", "key=NAME,NOTE", "gold.linked[! 1=1 !]"], cancel: Cancel);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal("obj0\tn 0\nobj0\tn 0\nobj1\tcaf\ufffd\nobj2\tn 2\nobj3\tn 3\n", shown.Output);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_in_the_catalog_are_an_error_that_says_so()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync("SQL_ASCII"));
        await site.Drms.ExecuteAsync($"update gold.drms_series set description = E'caf\\xe9' where seriesname = 'gold.ts'");
        TestRun shown = await site.RunAsync("show_info", ["-l", "gold.ts"], cancel: Cancel);
        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("not UTF-8", shown.Error, StringComparison.Ordinal);
    }

    [Theory]   // one byte of text, whose code is the value
    [InlineData("LATIN1", "-23", "é")]
    [InlineData("LATIN1", "65", "A")]
    [InlineData("SQL_ASCII", "65", "A")]
    public async Task A_char_keyword_is_one_byte_of_text(string encoding, string value, string stored)
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync(encoding));
        TestRun made = await site.RunAsync("set_info", ["-c", "ds=gold.m_45s", "T_REC=2020.01.01_TAI", "CAMERA=1", $"CHARK={value}"], cancel: Cancel);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Equal(stored, await site.Drms.ScalarAsync<string>($"select chark from gold.m_45s where recnum = 70"));
        Assert.Equal(1, await site.Drms.ScalarAsync<int>($"select octet_length(chark) from gold.m_45s where recnum = 70"));
        Assert.Equal($"{value}\n", (await site.RunAsync("show_info", ["-q", "key=CHARK", "gold.m_45s[2020.01.01_TAI][1]"], cancel: Cancel)).Output);
    }
}
