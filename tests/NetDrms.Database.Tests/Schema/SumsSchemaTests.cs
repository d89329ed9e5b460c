using System.Text.RegularExpressions;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Tests.Schema;

public partial class SumsSchemaTests
{
    [GeneratedRegex(@"^\| `(sum_\w+)` \| (.*) \|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^(\w+) (varchar\(\d+\)|bigint|integer|timestamp\(0\))(.*)$")]
    private static partial Regex Column();

    [Fact]   // spec 04 §2, read from the specification itself
    public async Task Every_table_has_the_columns_types_and_keys_of_the_specification()
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        List<string> tables = [];
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(Golden.Repository, "docs", "spec", "04-sums.md"), TestContext.Current.CancellationToken))
        {
            if (line.StartsWith("### 2.1", StringComparison.Ordinal))
                break;
            if (TableRow().Match(line) is not { Success: true } row)
                continue;
            tables.Add(row.Groups[1].Value);
            Assert.Equal(Specified(row.Groups[2].Value), await ActualAsync(database, row.Groups[1].Value));
        }
        Assert.Equal(SumsSchema.Tables, tables);
    }

    [Theory]
    [InlineData("sum_main", "pk_summain", "sum_main_ds_index_idx", "sum_main_owner_idx")]
    [InlineData("sum_partn_alloc", "sum_partn_alloc_ds_index_idx", "sum_partn_alloc_effdate_idx", "sum_partn_alloc_sumid_idx", "sum_partn_alloc_wd_idx")]
    [InlineData("sum_open", "pk_sumopen")]
    [InlineData("sum_partn_avail", "pk_sumpartnavail")]
    [InlineData("sum_tape", "pk_tape")]
    [InlineData("sum_file", "pk_file")]
    [InlineData("sum_group", "pk_group")]
    [InlineData("sum_arch_group", "pk_arch_group")]
    public async Task Indexes_bear_the_original_s_names(string table, params string[] names)
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        Assert.Equal(
            string.Join(' ', names.Order(StringComparer.Ordinal)),
            await database.ScalarAsync<string>($"select string_agg(indexname, ' ' order by indexname) from pg_indexes where schemaname = 'public' and tablename = {table}"));
    }

    [Theory]
    [InlineData("sum_seq", "2 50")]
    [InlineData("sum_ds_index_seq", "1 50")]
    public async Task Sequences_start_and_cache_as_the_original_s(string name, string expected)
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        Assert.Equal(expected, await database.ScalarAsync<string>($"select start_value || ' ' || cache_size from pg_sequences where sequencename = {name}"));
    }

    [Fact]
    public async Task The_production_role_owns_everything_and_making_it_twice_changes_nothing()
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        HashSet<string> before = await SchemaDump.OfAsync(database, "public");
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, TestContext.Current.CancellationToken))
            await SumsSchema.CreateAsync(connection, TestContext.Current.CancellationToken);
        Assert.Equal(before.Order(StringComparer.Ordinal), (await SchemaDump.OfAsync(database, "public")).Order(StringComparer.Ordinal));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from pg_tables where schemaname = 'public' and tableowner <> {TestCluster.ProductionUser}"));
    }

    // "online_loc varchar(80) not null, …, ds_index bigint **primary key** (`pk_summain`), …; indexes …"
    private static List<string> Specified(string text)
    {
        string[] parts = text.Split(';')[0].Split(", ");
        List<string> columns = [];
        string key = "";
        foreach (string part in parts)
        {
            if (Column().Match(part) is not { Success: true } column)
                continue;
            bool isKey = column.Groups[3].Value.Contains("primary key", StringComparison.Ordinal);
            if (isKey)
                key = column.Groups[1].Value;
            bool required = isKey || column.Groups[3].Value.Contains("not null", StringComparison.Ordinal);
            columns.Add($"{column.Groups[1].Value} {column.Groups[2].Value}{(required ? " !" : "")}");
        }
        if (text.Contains("primary key (tapeid, filenum)", StringComparison.Ordinal))
        {
            key = "tapeid, filenum";
            columns = [.. columns.Select(c => c.StartsWith("tapeid ", StringComparison.Ordinal) || c.StartsWith("filenum ", StringComparison.Ordinal) ? c + " !" : c)];
        }
        columns.Add($"key {key}");
        return columns;
    }

    private static async Task<List<string>> ActualAsync(TestDatabase database, string table)
    {
        SqlText sql = $"""
            select a.attname || ' ' || replace(replace(format_type(a.atttypid, a.atttypmod), 'character varying', 'varchar'), ' without time zone', '')
                   || case when a.attnotnull then ' !' else '' end
              from pg_attribute a where a.attrelid = to_regclass({"public." + table}) and a.attnum > 0 and not a.attisdropped
             order by a.attnum
            """;
        List<string> columns = [];
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await row.ReadAsync(TestContext.Current.CancellationToken))
                columns.Add(row.GetString(0));
        }
        string? key = await database.ScalarAsync<string>($"""
            select string_agg(a.attname, ', ' order by k.position) from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum where i.indrelid = to_regclass({"public." + table}) and i.indisprimary
            """);
        columns.Add($"key {key}");
        return columns;
    }
}
