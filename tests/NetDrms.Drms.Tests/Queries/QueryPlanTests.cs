using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>What the planner makes of the statements on a table of 10^6 rows: never a whole scan for a range or a few records. Spec 01 §2.12.</summary>
public sealed class QueryPlanTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ranges_and_limits_use_the_index_over_the_prime_keys()
    {
        SeriesDefinition series = DefinitionReader.Read(NaiveRecordSet.Definition, DefinitionOptions.Lenient).Definition!;
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"create table gold.naive (recnum bigint primary key, n integer, s text, v double precision, t_index bigint)");
        await database.ExecuteAsync($"insert into gold.naive select i, i % 2, 'x', i, (case when i % 4 = 0 then i - 1 else i end) / 2 from generate_series(1, 1000000) i");
        await database.ExecuteAsync($"create index naive_prime_idx on gold.naive (t_index, n, s, recnum)");
        await database.ExecuteAsync($"vacuum analyze gold.naive");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, Cancel);
        foreach ((string filter, long limit) in (IEnumerable<(string, long)>)
            [("[#100000-#100500]", 0), ("[]", 10), ("[]", -10), ("[$]", 0), ("[^]", 0), ("[#250000]", 0), ("[][1]", 10), ("[$/-1h]", 0), ("[? v > 500000 ?]", 5), ("[:#5-#900]", 0)])
        {
            RecordQuery query = RecordQuery.Bind(RecordSetParser.Parse("gold.naive" + filter, RecordSetOptions.Local).Elements[0], series, Trust.LocalUser);
            string plan = await ExplainAsync(connection, query.Select($"t.recnum, t.v", new SqlText(), new RecordLimit(limit)));
            // the scan for rows with NULL keys never runs here
            string executed = string.Join('\n', plan.Split('\n').Where(line => !line.Contains("never executed", StringComparison.Ordinal)));
            Assert.DoesNotContain("Seq Scan", executed, StringComparison.Ordinal);
            Assert.True(executed.Contains("naive_prime_idx", StringComparison.Ordinal) || executed.Contains("naive_pkey", StringComparison.Ordinal), $"{filter} n={limit}\n{plan}");
        }
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, SqlText statement)
    {
        SqlText explain = $"explain (analyze, costs off, timing off, summary off) {statement}";
        StringBuilder plan = new();
        await using NpgsqlCommand command = explain.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(Cancel);
        while (await row.ReadAsync(Cancel))
            plan.AppendLine(row.GetString(0));
        return plan.ToString();
    }
}
