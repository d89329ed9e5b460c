using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Tests.Schema;

public class DrmsSchemaTests
{
    [Fact]   // spec 02 §2.1, 05 §4.2; golden/gold.sql
    public async Task Schemas_and_namespace_are_statement_by_statement_those_of_the_recorded_dump()
    {
        await using TestDatabase database = await TestCluster.NewEmptyDatabaseAsync();
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, TestContext.Current.CancellationToken))
        {
            await DrmsSchema.CreateAsync(connection, TestContext.Current.CancellationToken);
            await NamespaceSchema.CreateAsync(connection, "gold", NamespaceGroup.System, TestCluster.ProductionUser, TestContext.Current.CancellationToken);
        }
        string[] series = ["carr", "lev1", "linked", "m_45s", "ts"];
        HashSet<string> recorded = SchemaDump.Statements(await File.ReadAllTextAsync(Golden.PathOf("gold.sql"), TestContext.Current.CancellationToken));
        recorded.RemoveWhere(s => s.StartsWith("INSERT", StringComparison.Ordinal) || s.Contains("setval", StringComparison.Ordinal) || series.Any(name => s.Contains($"gold.{name}", StringComparison.Ordinal)));
        HashSet<string> ours = await SchemaDump.OfAsync(database, "admin", "drms", "gold");
        ours.RemoveWhere(s => s.Contains("drms.image_exists", StringComparison.Ordinal));   // the recorded site had left it out; spec 02 §3.7 demands it
        Assert.Contains(recorded, s => s.Contains("CREATE TABLE gold.drms_session", StringComparison.Ordinal));
        Assert.Equal(recorded.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Making_it_twice_changes_nothing()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        HashSet<string> before = await SchemaDump.OfAsync(database, "admin", "drms", "public", "netdrms", "su_production");
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, TestContext.Current.CancellationToken))
        {
            await DrmsSchema.CreateAsync(connection, TestContext.Current.CancellationToken);
            await NetdrmsSchema.MigrateDrmsAsync(connection, TestContext.Current.CancellationToken);
        }
        Assert.Equal(before.Order(StringComparer.Ordinal), (await SchemaDump.OfAsync(database, "admin", "drms", "public", "netdrms", "su_production")).Order(StringComparer.Ordinal));
    }

    [Fact]   // golden/sites/dumps/createns_demo.sql
    public async Task The_script_is_the_original_s_byte_by_byte() =>
        Assert.Equal(
            await File.ReadAllTextAsync(Golden.PathOf("sites/dumps/createns_demo.sql"), TestContext.Current.CancellationToken),
            NamespaceSchema.Script("demo", NamespaceGroup.User, "slony"));

    [Fact]
    public async Task The_script_makes_the_same_namespace_as_we_do()
    {
        await using TestDatabase ours = await TestCluster.NewDrmsDatabaseAsync();
        await using TestDatabase scripted = await TestCluster.NewDrmsDatabaseAsync();
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(ours.Superuser, TestContext.Current.CancellationToken))
            await NamespaceSchema.CreateAsync(connection, "demo", NamespaceGroup.User, TestCluster.ProductionUser, TestContext.Current.CancellationToken);
        SqlText script = new();
        script.AppendLiteral(NamespaceSchema.Script("demo", NamespaceGroup.User, TestCluster.ProductionUser));
        await scripted.ExecuteAsync(script);
        HashSet<string> expected = await SchemaDump.OfAsync(scripted, "demo");
        // createns leaves the schema to the superuser who runs it, masterlists gives it to its user (spec 05 §4.2)
        expected.RemoveWhere(s => s.Contains("SCHEMA demo", StringComparison.Ordinal));
        HashSet<string> actual = await SchemaDump.OfAsync(ours, "demo");
        actual.RemoveWhere(s => s.Contains("SCHEMA demo", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        Assert.Equal("demo|user|netdrms_production", await ours.ScalarAsync<string>($"select concat_ws('|', name, nsgroup, owner) from admin.ns where name = 'demo'"));
    }

    [Fact]
    public async Task A_namespace_that_exists_is_refused_and_leaves_no_second_row()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, TestContext.Current.CancellationToken);
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => NamespaceSchema.CreateAsync(connection, "su_production", NamespaceGroup.User, TestCluster.ProductionUser, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCode.AlreadyExists, refused.Error.Code);
        Assert.Equal("Namespace su_production already exists.", refused.Error.ClassicMessage);
        Assert.Equal(1L, await database.ScalarAsync<long>($"select count(*) from admin.ns where name = 'su_production'"));
        SqlText still = $"select 1";
        await using NpgsqlCommand command = still.On(connection);
        Assert.Equal(1, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_namespace_of_an_unknown_role_leaves_no_schema_behind()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, TestContext.Current.CancellationToken);
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => NamespaceSchema.CreateAsync(connection, "orphan", NamespaceGroup.User, "nobody_here", TestContext.Current.CancellationToken));
        Assert.Equal("role \"nobody_here\" does not exist", refused.Error.Message);
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from pg_namespace where nspname = 'orphan'"));
    }

    [Theory]
    [InlineData("public")]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("x; drop schema admin")]
    [InlineData("pg_temp")]
    [InlineData("admin")]
    public void A_name_that_cannot_be_a_namespace_is_refused(string name) =>
        Assert.Equal(ErrorCode.Argument, Assert.Throws<DrmsException>(() => NamespaceSchema.CheckName(name)).Error.Code);

    [Fact]   // spec 02 §3.7
    public async Task Catalog_functions_give_the_rows_of_all_namespaces_in_order()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        Assert.Equal(
            await database.ScalarAsync<long>($"select count(*) from gold.drms_keyword"),
            await database.ScalarAsync<long>($"select count(*) from drms_keyword()"));
        Assert.Equal("bigint", await database.ScalarAsync<string>($"select pg_typeof(retention)::text from drms_series() limit 1"));
        Assert.Equal("bigint", await database.ScalarAsync<string>($"select pg_typeof(segnum)::text from drms_segment() limit 1"));
        await database.ExecuteAsync($"insert into su_production.drms_session (sessionid, username) values (1, 'ann')");
        Assert.Equal("ann(su_production)", await database.ScalarAsync<string>($"select username from drms_session()"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from drms_replicated()"));
    }

    [Fact]
    public async Task Replicated_tables_are_found_in_every_schema_of_slony()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await database.ExecuteAsync($"create schema _jsoc; create table _jsoc.sl_table (tab_id integer, tab_reloid oid, tab_relname name, tab_nspname name, tab_set integer, tab_idxname name, tab_altered boolean, tab_comment text)");
        await database.ExecuteAsync($"insert into _jsoc.sl_table (tab_id, tab_relname, tab_nspname, tab_set, tab_idxname, tab_comment) values (7, 'm_45s', 'hmi', 1, 'm_45s_pkey', '')");
        Assert.Equal("7 hmi.m_45s", await database.ScalarAsync<string>($"select tab_id || ' ' || tab_nspname || '.' || tab_relname from drms_replicated()"));
    }

    [Theory]   // spec 06, QUALITY: the top bit says that there is no image
    [InlineData(0, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MinValue, false)]
    [InlineData(-1, false)]
    public async Task An_image_exists_when_the_top_bit_of_quality_is_clear(int quality, bool exists)
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        Assert.Equal(exists, await database.ScalarAsync<bool>($"select drms.image_exists({quality})"));
    }

    [Fact]
    public async Task Followed_links_tell_type_and_unit_of_their_end()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        Assert.Equal(
            "gold.linked|MEANCOPY|double|Gauss|f|MDATA|dynamic|variable",
            await database.ScalarAsync<string>($"select concat_ws('|', series, keyword, datatype, unit, isconstant, link, link_type, scope_type) from drms_followkeywordlink2('GOLD.linked', 'meancopy')"));
        Assert.Equal(4L, await database.ScalarAsync<long>($"select count(*) from drms_followkeywordlink('gold.linked', null)"));
        Assert.Equal(2L, await database.ScalarAsync<long>($"select count(*) from drms_linkedkeyword('gold.linked', null)"));
        Assert.Equal("int|Gauss|fits", await database.ScalarAsync<string>($"select concat_ws('|', datatype, unit, protocol) from drms_linkedsegment('gold.linked', null)"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from drms_linkedsegment('gold.lev1', null)"));
        Assert.Equal(2L, await database.ScalarAsync<long>($"select count(*) from drms_followsegmentlink('gold.lev1', null)"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from drms_followkeywordlink('nowhere.at_all', null)"));
    }

    [Fact]
    public async Task A_circle_of_links_ends_without_a_row()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"update gold.drms_link set target_seriesname = 'gold.linked'; update gold.drms_keyword set targetkeyw = keywordname where islink = 1");
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from drms_linkedkeyword('gold.linked', null)"));
    }

    [Fact]   // spec 02 §3.6
    public async Task The_shadow_trigger_keeps_count_and_newest_record_of_each_group()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await database.ExecuteAsync($"""
            create table su_production.obs (recnum bigint primary key, t_rec_index bigint, "where" text);
            create table su_production.obs_shadow (t_rec_index bigint, "where" text, nrecords integer, recnum bigint not null, constraint obs_shadow_pkey primary key (t_rec_index, "where"));
            create trigger updateshadowtrig after insert or delete on su_production.obs for each row execute function public.updateshadow()
            """);
        await database.ExecuteAsync($"insert into su_production.obs values (1, 10, 'a'), (3, 10, 'a'), (2, 10, 'a'), (4, 11, 'a'), (5, 10, 'b')");
        Assert.Equal("10a3:3 10b1:5 11a1:4", await ShadowAsync(database));
        await database.ExecuteAsync($"delete from su_production.obs where recnum in (3, 4)");
        Assert.Equal("10a2:2 10b1:5", await ShadowAsync(database));
        await database.ExecuteAsync($"delete from su_production.obs");
        Assert.Null(await ShadowAsync(database));
    }

    private static Task<string?> ShadowAsync(TestDatabase database) =>
        database.ScalarAsync<string>($"""
            select string_agg(t_rec_index || "where" || nrecords || ':' || recnum, ' ' order by t_rec_index, "where") from su_production.obs_shadow
            """);
}
