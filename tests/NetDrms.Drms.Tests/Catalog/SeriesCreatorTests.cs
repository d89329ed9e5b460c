using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

public class SeriesCreatorTests(JsdCaseDatabase cases)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]   // spec 03 §5: the original's lines
    [InlineData("h02.tgt", ErrorCode.AlreadyExists, "drms_create_series(): ERROR: Cannot create series 'h02.tgt' because it already exists.")]
    [InlineData("H02.TGT", ErrorCode.AlreadyExists, "drms_create_series(): ERROR: Cannot create series 'H02.TGT' because it already exists.")]
    [InlineData("h03.x", ErrorCode.Argument, "Namespace h03 does not exist.\ndrms_insert_series(): failed to insert series h03.x.")]
    [InlineData("h02.a.x", ErrorCode.Argument, "Namespace h02.a does not exist.\ndrms_insert_series(): failed to insert series h02.a.x.")]
    [InlineData("pg_catalog.x", ErrorCode.Argument, "Namespace pg_catalog does not exist.\ndrms_insert_series(): failed to insert series pg_catalog.x.")]
    public async Task A_name_that_cannot_be_used_is_refused_in_the_original_s_words(string name, ErrorCode code, string classic)
    {
        await using NpgsqlConnection connection = await (await cases.GetAsync()).DataSource.OpenConnectionAsync(Cancel);
        DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(() => CreateAsync(connection, name));
        Assert.Equal((code, classic), (thrown.Error.Code, thrown.Error.ClassicMessage));
    }

    [Fact]
    public async Task A_role_without_the_right_is_refused()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using NpgsqlConnection superuser = await database.SuperuserSource.OpenConnectionAsync(Cancel);
        await NamespaceSchema.CreateAsync(superuser, "other", NamespaceGroup.User, PrivateOwner, Cancel);
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(() => CreateAsync(connection, "other.x"));
        Assert.Equal(ErrorCode.Permission, thrown.Error.Code);
        Assert.Equal("dbuser netdrms_production does not have create privilege in namespace other.\ndrms_insert_series(): failed to insert series other.x.", thrown.Error.ClassicMessage);
    }

    [Fact]   // spec 01 §2.12
    public async Task Our_own_index_has_the_prime_keys_and_recnum()
    {
        await using NpgsqlConnection connection = await (await cases.GetAsync()).DataSource.OpenConnectionAsync(Cancel);
        await CreateAsync(connection, "h02.own");
        SqlText sql = $"select indexdef from pg_indexes where schemaname = 'h02' and tablename = 'own' order by indexname";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(Cancel);
        List<string> indexes = [];
        while (await row.ReadAsync(Cancel))
            indexes.Add(row.GetString(0));
        Assert.Equal(
            [
                "CREATE INDEX own_pk_recnum_idx ON h02.own USING btree (n, m, recnum)",
                "CREATE UNIQUE INDEX own_pkey ON h02.own USING btree (recnum)",
                "CREATE INDEX own_prime_idx ON h02.own USING btree (n, m)",
            ], indexes);
    }

    [Fact]
    public async Task The_longest_names_make_series_beside_each_other()
    {
        await using NpgsqlConnection connection = await (await cases.GetAsync()).DataSource.OpenConnectionAsync(Cancel);
        foreach (char last in "xyz")
            await CreateAsync(connection, "h02." + new string('a', SeriesName.MaxLength - 5) + last);
    }

    [Fact]
    public async Task A_failure_in_the_middle_leaves_nothing()
    {
        TestDatabase database = await cases.GetAsync();
        await database.ExecuteAsync($"create sequence h02.half_seq");   // the table is made before the sequence
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(() => CreateAsync(connection, "h02.half"));
        Assert.Equal(ErrorCode.AlreadyExists, thrown.Error.Code);
        Assert.Null(await new SeriesCatalog(connection).FindAsync("h02.half", Cancel));
        Assert.False(await database.ScalarAsync<bool>($"select to_regclass('h02.half') is not null"));
    }

    [Fact]
    public async Task All_missing_targets_are_told_at_once()
    {
        await using NpgsqlConnection connection = await (await cases.GetAsync()).DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition definition = Definition("h02.targets", """
            Link: A, h02.tgtt, dynamic, ""
            Link: B, h02.tgt, static, ""
            Keyword: C, link, B, VALL, ""
            Data: d, link, B, imgg, 2, 4, 3, ""
            """);
        IReadOnlyList<DrmsError> errors = await new SeriesCreator(connection).CheckAsync(definition, CreationOptions.Standard, Cancel);
        Assert.Equal(["Did you mean \"h02.tgt\"?", "Did you mean \"VAL\"?", "Did you mean \"img\"?"], errors.Select(error => error.Hint));
        // later targets are allowed for what has no columns of the target
        IReadOnlyList<DrmsError> lenient = await new SeriesCreator(connection).CheckAsync(definition, new CreationOptions { AllowsMissingTargets = true }, Cancel);
        Assert.Equal([ErrorCode.UnknownSeries], lenient.Select(error => error.Code));
    }

    [Fact]   // the catalog and the database fold names
    public async Task Columns_that_the_database_would_cut_to_one_name_are_refused()
    {
        await using NpgsqlConnection connection = await (await cases.GetAsync()).DataSource.OpenConnectionAsync(Cancel);
        string key = new('k', 27);
        await CreateAsync(connection, "h02.longkeys", $"""
            Keyword: {key}aaa1, int, variable, record, 0, %d, none, ""
            Keyword: {key}aaa2, int, variable, record, 0, %d, none, ""
            """, $"{key}aaa1, {key}aaa2");
        string link = new('l', 31);
        IReadOnlyList<DrmsError> errors = await new SeriesCreator(connection).CheckAsync(Definition("h02.cut", $"""
            Link: {link}, h02.longkeys, dynamic, ""
            """), CreationOptions.Standard, Cancel);
        Assert.Contains("two columns", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]   // spec 02 §3.6
    public async Task A_shadow_table_follows_the_records()
    {
        TestDatabase database = await cases.GetAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition definition = Definition("h02.shaded", "CreateShadow: 1");
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => new SeriesCreator(connection).CreateAsync(definition, CreationOptions.Standard, Cancel));
        Assert.StartsWith("Environment does not permit shadow-table creation.\n", refused.Error.ClassicMessage, StringComparison.Ordinal);
        SeriesDefinition made = await new SeriesCreator(connection).CreateAsync(definition, new CreationOptions { AllowsShadow = true }, Cancel);

        await database.ExecuteAsync($"insert into h02.shaded (recnum, n, m) values (1, 1, 1), (2, 1, 2), (3, 1, 1)");
        await database.ExecuteAsync($"insert into h02.shaded (recnum, n, m) values (4, 1, 1)");
        await database.ExecuteAsync($"delete from h02.shaded where recnum in (2, 4)");
        Assert.Equal("1 1 2 3", await database.ScalarAsync<string>($"select string_agg(concat_ws(' ', n, m, nrecords, recnum), ';') from h02.shaded_shadow"));
        Assert.True((await new SeriesStatistics(connection).ExtentAsync(made, Cancel)).HasShadow);

        await new SeriesRemover(connection).RemoveAsync(made.Name, Cancel);
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from pg_class where relname like 'shaded%'"));
    }

    private const string PrivateOwner = "readonlyuser";

    private static SeriesDefinition Definition(string name, string lines, string keys = "N, M") => DefinitionReader.Read($"""
        Seriesname: {name}
        Author: "a"
        Unitsize: 1
        Index: {keys}
        Description: "d"
        Keyword: N, int, variable, record, 0, %d, none, "n"
        Keyword: M, int, variable, record, 0, %d, none, "m"
        {lines}
        """, DefinitionOptions.Strict).OrThrow();

    private static Task<SeriesDefinition> CreateAsync(NpgsqlConnection connection, string name, string lines = "", string keys = "N, M") =>
        new SeriesCreator(connection).CreateAsync(Definition(name, lines, keys), CreationOptions.Standard, Cancel);
}
