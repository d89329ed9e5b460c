using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Cli.Tests.Addresses;

/// <summary>Registered addresses. Spec 06 §4.1, §4.2.</summary>
public sealed class CheckAddressTests(CheckAddressTests.AddressSite made) : IClassFixture<CheckAddressTests.AddressSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("address=user%2540example.com&checkonly=1", 2, "Email address is valid and registered.", 1)]   // as the Python client sends it, quoted twice
    [InlineData("address=user%40example.com&checkonly=1", 2, "Email address is valid and registered.", 1)]
    [InlineData("address=USER%2540EXAMPLE.COM", 2, "Email address is valid and registered.", 1)]
    [InlineData("address=user%252Bx%2540example.com&checkonly=1", 2, "Email address is valid and registered.", 2)]
    [InlineData("address=user%2Bx%40example.com&checkonly=1", 2, "Email address is valid and registered.", 2)]
    [InlineData("address=pending%2540example.com&checkonly=1", 3, "Email-address registration is pending. Please wait and try again later.", -1)]
    [InlineData("address=nobody%2540example.com&checkonly=1", 4, "email address has been neither validated nor registered", -1)]
    [InlineData("address=nobody%2540example.com", -3, "Your email address has not been registered for use with the export system. At this site the administrator registers addresses; ask for yours to be added.", null)]
    [InlineData("address=not%2540valid&checkonly=1", -2, "Not a valid email address.", null)]
    [InlineData("address=&checkonly=1", -2, "Missing required argument 'address'.", null)]
    [InlineData("", -2, "Missing required argument 'address'.", null)]
    [InlineData("address=a%2540b.cc%2500", -2, "Not a valid email address.", null)]
    [InlineData("address=x%27%20or%20%271%27=%271@example.com%27--&checkonly=1", -2, "Not a valid email address.", null)]
    public async Task An_address_is_known_or_not(string query, int status, string message, int? user)
    {
        TestRun run = await made.Site.RunAsync("checkAddress.sh", [], null, new Dictionary<string, string> { ["REQUEST_METHOD"] = "GET", ["QUERY_STRING"] = query }, Cancel);
        Assert.StartsWith("Content-type: application/json\n\n", run.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(run.Output["Content-type: application/json\n\n".Length..]);
        JsonElement id = document.RootElement.GetProperty("user_id");
        Assert.Equal(
            (0, status, message, user),
            (run.ExitCode, document.RootElement.GetProperty("status").GetInt32(), document.RootElement.GetProperty("msg").GetString(), id.ValueKind == JsonValueKind.Null ? null : id.GetInt32()));
    }

    [Fact]
    public async Task A_site_without_any_address_knows_none()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        TestRun run = await site.RunAsync("checkAddress", ["address=user@example.com", "checkonly=1"], cancel: Cancel);
        Assert.Contains("\"status\":4", run.Output, StringComparison.Ordinal);
        Assert.Null(await site.Drms.ScalarAsync<string>($"select to_regnamespace('jsoc')::text"));   // asking makes nothing
    }

    [Fact]   // the original's tables, by name and type
    public async Task The_tables_are_those_of_the_specification()
    {
        string? columns = await made.Site.Drms.ScalarAsync<string>($"""
            select string_agg(c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by c.relname, a.attnum)
              from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'jsoc'::regnamespace and c.relkind = 'r' and c.relname like 'export%' and a.attnum > 0
            """);
        Assert.Equal("export_addressdomains.domainid integer, export_addressdomains.domainname character varying(256), "
            + "export_addresses.localname character varying(64), export_addresses.domainid integer, export_addresses.confirmation character varying(64), export_addresses.starttime timestamp with time zone, "
            + "export_user_info.address character varying(256), export_user_info.id integer, export_user_info.name character varying(64), export_user_info.snail_address text", columns);
        Assert.Equal("S", await made.Site.Drms.ScalarAsync<string>($"select relkind::text from pg_class where oid = 'jsoc.export_addressdomains_seq'::regclass"));
    }

    [Fact]   // whoever asks over the web cannot list people
    public async Task The_reader_learns_of_one_address_and_reads_no_table()
    {
        DatabaseTarget reader = made.Site.Drms.Target.With("role", "netdrms_reader");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(reader, Cancel);
        SqlText one = $"select state from netdrms.address_state('user@example.com')";
        await using (NpgsqlCommand command = one.On(connection))
            Assert.Equal(2, await command.ExecuteScalarAsync(Cancel));
        foreach (SqlText sql in (SqlText[])[$"select 1 from jsoc.export_addresses", $"select 1 from jsoc.export_user_info", $"select 1 from public.address_info_get()", $"select public.user_register('x@y.zz', null, null)"])
        {
            await using NpgsqlCommand command = sql.On(connection);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(async () => await command.ExecuteScalarAsync(Cancel))).SqlState);
        }
    }

    [Fact]   // spec 06 §4.2: what fails in the original on PostgreSQL 15
    public async Task The_functions_of_the_original_s_programs_work()
    {
        TestDatabase database = made.Site.Drms;
        Assert.Equal("a@b.org a b.org u1", await database.ScalarAsync<string>($"select address || ' ' || localname || ' ' || domainname || ' ' || confirmation from public.address_info_insert('a@b.org', 'u1')"));
        Assert.Equal("a@b.org", await database.ScalarAsync<string>($"select address from public.address_info_update('A@B.org', null, now())"));
        Assert.True(await database.ScalarAsync<bool>($"select confirmation is null from public.address_info_get('a@b.ORG')"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from public.address_info_delete('A@B.org', true)"));
        Assert.Equal(1L, await database.ScalarAsync<long>($"select count(*) from public.address_info_delete('A@B.org', false)"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from jsoc.export_addressdomains where domainname = 'b.org'"));
        int id = await database.ScalarAsync<int>($"select public.user_register('p@b.org', 'P', 'Street 1')");
        Assert.Equal("P Street 1", await database.ScalarAsync<string>($"select name || ' ' || snail_address from public.user_info_get({id})"));
        Assert.Equal(id, await database.ScalarAsync<int>($"select public.user_register('P@B.org', null, 'Street 2')"));
        Assert.Equal("P Street 2", await database.ScalarAsync<string>($"select name || ' ' || snail_address from public.user_info_get('p@b.org')"));
        await database.ScalarAsync<int>($"select public.user_register('q@b.org', null, null)");
        Assert.Equal(2, await database.ScalarAsync<int>($"select public.user_unregister(array['p@b.org', 'q@b.org', 'none@b.org'])"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from public.user_info_get('p@b.org')"));
    }

    public sealed class AddressSite : IAsyncLifetime
    {
        internal GoldenSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
            await AddressTables.RegisterAsync(Site.Drms, "user@example.com", CancellationToken.None);
            await AddressTables.RegisterAsync(Site.Drms, "user+x@example.com", CancellationToken.None);
            await Site.Drms.ExecuteAsync($"select public.address_info_insert('pending@example.com', 'a-uuid')");
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
