using NetDrms.Cli.Tests.Driver;

namespace NetDrms.Cli.Tests.Administration;

/// <summary><c>drms export users</c>. Spec 06 §4.3.</summary>
public sealed class ExportCommandsTests
{
    [Fact]
    public async Task Addresses_are_registered_listed_and_removed()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", "--web-port", "0", .. TestSite.Account]);
        await site.SucceedAsync("site", "up");
        Assert.DoesNotContain("@", (await site.SucceedAsync("export", "users", "list")).Output, StringComparison.Ordinal);
        Assert.Equal("would register ann@example.org\n", (await site.SucceedAsync("export", "users", "add", "ann@example.org", "--dry-run")).Output);
        Assert.Equal("", await TestSite.ScalarAsync(site.Home.DrmsAdministrator, $"select to_regnamespace('jsoc')::text"));
        Assert.Equal("registered ann@example.org as user 1\n", (await site.SucceedAsync("export", "users", "add", "ann@example.org", "--name", "Ann")).Output);
        Assert.Equal("registered Ann@Example.org as user 1\n", (await site.SucceedAsync("export", "users", "add", "Ann@Example.org")).Output);
        Assert.Equal("registered bob@example.org as user 2\n", (await site.SucceedAsync("export", "users", "add", "bob@example.org")).Output);
        string[] list = (await site.SucceedAsync("export", "users", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, list.Length);
        Assert.Matches(@"^ann@example\.org +1 +Ann +\d{4}-\d\d-\d\d +registered$", list[1].TrimEnd());
        Assert.Contains("\"address\": \"bob@example.org\"", (await site.SucceedAsync("export", "users", "list", "--json")).Output, StringComparison.Ordinal);
        Assert.Equal("removed: ann@example.org\n", (await site.SucceedAsync("export", "users", "remove", "ann@example.org")).Output);
        TestRun again = await site.DrmsAsync("export", "users", "remove", "ann@example.org");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("address \"ann@example.org\" is not registered", again.Error, StringComparison.Ordinal);
        TestRun wrong = await site.DrmsAsync("export", "users", "add", "ann@example.org, bob@example.org");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("is not a mail address", wrong.Error, StringComparison.Ordinal);
        // the tables are in a namespace like others, so that series can be made there
        Assert.Equal("jsoc", await TestSite.ScalarAsync(site.Home.DrmsAdministrator, $"select name from admin.ns where name = 'jsoc'"));
    }

    [Fact]
    public async Task A_policy_that_is_none_is_told_before_anything_starts()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", "--web-port", "0", .. TestSite.Account]);
        site.Environment["NETDRMS_EXPORT_POLICY"] = "everybody";
        TestRun up = await site.DrmsAsync("site", "up");
        Assert.Equal(1, up.ExitCode);
        Assert.Contains("NETDRMS_EXPORT_POLICY is not one of open, registered, closed", up.Error, StringComparison.Ordinal);
    }
}
