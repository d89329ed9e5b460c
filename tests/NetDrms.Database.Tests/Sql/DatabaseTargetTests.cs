using NetDrms.Database.Sql;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Tests.Sql;

public class DatabaseTargetTests
{
    [Theory]   // spec 03 §1.6
    [InlineData("db.example.org", "db.example.org", null)]
    [InlineData("db.example.org:5433", "db.example.org", 5433)]
    [InlineData("/run/postgresql", "/run/postgresql", null)]
    [InlineData("/run/postgresql:5432", "/run/postgresql", 5432)]
    [InlineData("127.0.0.1:5433", "127.0.0.1", 5433)]
    [InlineData("[::1]:5433", "::1", 5433)]
    [InlineData("::1", "::1", null)]
    public void A_host_may_have_a_port(string text, string host, int? port)
    {
        Assert.True(DatabaseTarget.TryReadHost(text, out string actualHost, out int? actualPort));
        Assert.Equal((host, port), (actualHost, actualPort));
    }

    [Theory]
    [InlineData("host:")]
    [InlineData("host:x")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    public void A_port_is_a_number(string text) => Assert.False(DatabaseTarget.TryReadHost(text, out _, out _));

    [Fact]   // spec 03 §1.5, golden/cli_more.jsonl
    public async Task A_database_that_does_not_exist_is_refused_in_the_original_s_words()
    {
        TestCluster cluster = await TestCluster.GetAsync();
        DatabaseTarget target = cluster.Cluster.Target("nosuchdb");
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DatabaseConnection.OpenAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCode.DatabaseUnavailable, refused.Error.Code);
        Assert.Equal($"Connection to database 'nosuchdb' failed.\nconnection to server on socket \"{target.Host}/.s.PGSQL.5432\" failed: FATAL:  database \"nosuchdb\" does not exist\nCouldn't connect to database.\nFailure during server initialization.", refused.Error.ClassicMessage);
        Assert.Equal($"could not open database \"nosuchdb\" on {target.HostAndPort} as postgres: database \"nosuchdb\" does not exist", refused.Error.Message);
    }

    [Fact]
    public async Task A_stopped_server_is_told_with_what_to_do()
    {
        DatabaseTarget target = new() { Host = "/nowhere/at/all", Database = "netdrms", User = "ann" };
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DatabaseConnection.OpenAsync(target, TestContext.Current.CancellationToken));
        Assert.Contains("failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?\nCouldn't connect to database.", refused.Error.ClassicMessage, StringComparison.Ordinal);
        Assert.Equal("Is the site running? Start it with drms site up.", refused.Error.Hint);
    }

    [Fact]
    public async Task A_refused_port_is_told_with_the_place()
    {
        DatabaseTarget target = new() { Host = "127.0.0.1", Port = 1, Database = "netdrms", User = "ann" };
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DatabaseConnection.OpenAsync(target, TestContext.Current.CancellationToken));
        Assert.StartsWith("Connection to database 'netdrms' failed.\nconnection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n", refused.Error.ClassicMessage, StringComparison.Ordinal);
    }
}
