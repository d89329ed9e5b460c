using CsCheck;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>Random small series, random specifications: the database gives what a naive evaluator gives. Spec 01 §7.7.</summary>
public sealed class RecordQueryPropertyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]   // with the original's shadow table beside it
    public async Task A_query_gives_the_rows_of_a_naive_evaluator(bool withShadow)
    {
        SeriesDefinition series = DefinitionReader.Read(NaiveRecordSet.Definition, DefinitionOptions.Lenient).Definition!;
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"create table gold.naive (recnum bigint primary key, sunum bigint, n integer, s text, v double precision, t_index bigint)");
        await database.ExecuteAsync($"create index naive_prime_idx on gold.naive (t_index, n, s)");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, Cancel);
        QueryRun run = new(connection);
        await Gen.Int.SampleAsync(async seed =>
        {
            NaiveRecordSet naive = new(new Random(seed));
            await FillAsync(connection, naive.Rows, withShadow);
            for (int i = 0; i < 12; i++)
            {
                (string text, long limit, List<long> expected) = naive.Query();
                RecordQuery query = RecordQuery.Bind(RecordSetParser.Parse(text, RecordSetOptions.Local).Elements[0], series, Trust.LocalUser);
                List<long> recnums = await run.RecnumsAsync(query, new RecordLimit(limit), Cancel);
                Assert.True(expected.SequenceEqual(recnums), $"{text} n={limit}: expected {string.Join(' ', expected)}, got {string.Join(' ', recnums)}\n{query.Select($"t.recnum", new SqlText(), new RecordLimit(limit)).Text}");
                if (limit == 0)
                    Assert.Equal(expected.Count, await run.CountAsync(query, Cancel));
            }
        }, iter: 60, threads: 1);
    }

    private static async Task FillAsync(NpgsqlConnection connection, List<NaiveRecordSet.Row> rows, bool withShadow)
    {
        SqlText fill = new();
        fill.AppendLiteral("truncate gold.naive");
        await ExecuteAsync(connection, fill);
        SqlText insert = $"""
            insert into gold.naive (recnum, t_index, n, s, v)
            select * from unnest({rows.Select(row => row.Recnum).ToArray()}, {rows.Select(row => row.Slot).ToArray()}, {rows.Select(row => row.N ?? -1).ToArray()}, {rows.Select(row => row.S ?? "-").ToArray()}, {rows.Select(row => row.V).ToArray()})
            """;
        await ExecuteAsync(connection, insert);
        await ExecuteAsync(connection, $"update gold.naive set n = nullif(n, -1), s = nullif(s, '-')");
        if (!withShadow)
            return;
        await ExecuteAsync(connection, $"drop table if exists gold.naive_shadow");
        await ExecuteAsync(connection, $"create table gold.naive_shadow as select t_index, n, s, count(*)::integer as nrecords, max(recnum) as recnum from gold.naive group by t_index, n, s");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
