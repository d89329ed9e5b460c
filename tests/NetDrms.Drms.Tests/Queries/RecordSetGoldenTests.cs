using System.Globalization;
using System.Text.Json;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>Every line of record_sets.jsonl on the database that the original made: count, records, listing, messages. Spec 01 §5.3.</summary>
public sealed class RecordSetGoldenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_recorded_specification_gives_the_recorded_answers_or_a_listed_exception()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        await AgreeAsync(connection);
    }

    [Fact]   // spec 01 §2.8: a shadow table may be there or not
    public async Task Shadow_tables_change_nothing()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        foreach ((string table, string keys) in (IEnumerable<(string, string)>)
            [("m_45s", "t_rec_index, camera"), ("lev1", "fsn, wave_str, tilt"), ("ts", "t_start_index, obs"), ("carr", "carrtime_index, latbin_index"), ("linked", "name")])
        {
            SqlText make = new();
            make.AppendLiteral($"create table gold.{table}_shadow as select {keys}, count(*)::integer as nrecords, max(recnum) as recnum from gold.{table} group by {keys}");
            await database.ExecuteAsync(make);
        }
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        await AgreeAsync(connection);
    }

    private static async Task AgreeAsync(NpgsqlConnection connection)
    {
        Dictionary<string, string> exceptions = File.ReadAllLines(Path.Combine(Golden.Repository, "tests", "NetDrms.Drms.Tests", "Queries", "exceptions-record_sets.txt"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).ToDictionary(part => part[0], part => part[1]);
        QueryRun run = new(connection);
        List<string> wrong = [];
        int compared = 0;
        foreach ((int line, JsonElement row) in Golden.Lines("record_sets.jsonl"))
        {
            string text = row.GetProperty("spec").GetString()!;
            if (text is "" or "@nosuchfile")   // the option parser of the modules answers before the specification is read
                continue;
            compared++;
            string expected = Recorded(row);
            string ours = await AnswerAsync(run, connection, text, row);
            if (exceptions.Remove(text, out string? exception) ? ours == expected || !ours.StartsWith(exception, StringComparison.Ordinal) : ours != expected)
                wrong.Add($"line {line} {text}\n   recorded {expected}\n   ours     {ours}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(exceptions);
        Assert.Equal(154, compared);
    }

    // One text for everything that was recorded: rows and listing, or messages.
    private static string Recorded(JsonElement row)
    {
        JsonElement count = row.GetProperty("count");
        string messages = Messages(count.GetProperty("stderr").GetString()!);
        if (count.GetProperty("exit").GetInt32() != 0)
            return $"error {messages}";
        string number = count.GetProperty("stdout").GetString()!.Split(' ')[0];
        if (row.GetProperty("recs").GetProperty("exit").GetInt32() != 0)   // no filter: show_info wants n=
            return $"count {number} {messages}";
        string recnums = string.Join(' ', row.GetProperty("recs").GetProperty("stdout").GetString()!.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return $"count {number} {messages} rows {recnums} list {row.GetProperty("list").GetProperty("stdout").GetString()}";
    }

    private static async Task<string> AnswerAsync(QueryRun run, NpgsqlConnection connection, string text, JsonElement row)
    {
        try
        {
            List<RecordQuery> queries = await run.BindAsync(text, Cancel);
            string messages = Messages(string.Concat(queries.SelectMany(query => query.Warnings).Select(warning => warning.ClassicMessage + "\n")));
            string number = (await run.CountAsync(text, Cancel)).ToString(CultureInfo.InvariantCulture);
            if (row.GetProperty("recs").GetProperty("exit").GetInt32() is not 0 && row.GetProperty("count").GetProperty("exit").GetInt32() == 0 && !RecordSetParser.Parse(text, RecordSetOptions.Local).HasFilters)
                return $"count {number} {messages}";
            string recnums = string.Join(' ', await run.RecnumsAsync(text, RecordLimit.None, Cancel));
            return $"count {number} {messages} rows {recnums} list {await ListAsync(queries, connection, row)}";
        }
        catch (DrmsException error)
        {
            return $"error {Messages(error.Error.ClassicMessage ?? "")}";
        }
    }

    private static async Task<string> ListAsync(List<RecordQuery> queries, NpgsqlConnection connection, JsonElement row)
    {
        // show_info takes the keywords of the first series for all subsets
        string[] keys = [.. row.GetProperty("list").GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!).First(argument => argument.StartsWith("key=", StringComparison.Ordinal))[4..].Split(',')];
        System.Text.StringBuilder list = new();
        foreach (RecordQuery query in queries)
        {
            RecordKeyword?[] keywords = [.. keys.Select(name => RecordKeyword.TryFind(query.Series, name, out RecordKeyword? keyword) ? keyword : null)];
            RecordKeyword[] known = [.. keywords.OfType<RecordKeyword>()];
            RecordColumns columns = await RecordColumns.BindAsync(query.Series, new RecordRequest { Parts = RecordParts.Recnum, Keywords = known }, static (_, _) => Task.FromResult<SeriesDefinition?>(null), Cancel);
            await using RecordReader reader = await RecordReader.OpenAsync(connection, query.Select(columns.Columns, columns.Joins, RecordLimit.None), columns, Cancel);
            while (await reader.ReadAsync(Cancel))
            {
                for (int i = 0; i < keywords.Length; i++)
                {
                    list.Append(i == 0 ? "" : "\t").Append(keywords[i] is not RecordKeyword keyword ? "InvalidKeyname"
                        : KeywordFormat.Parse(keyword.Definition.Type, keyword.Definition.Format, keyword.Definition.Unit).Print(reader.Row.Keyword(Array.IndexOf(known, keyword))));
                }
                list.Append('\n');
            }
        }
        return list.ToString();
    }

    // Each line once (the original parses two or three times), without what the modules add and the pointer of PostgreSQL.
    private static string Messages(string text) => string.Join('|', text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("### show_info", StringComparison.Ordinal) && !line.StartsWith("unable to open template record", StringComparison.Ordinal)
            && !line.StartsWith("LINE 1:", StringComparison.Ordinal) && !line.StartsWith("Error at ", StringComparison.Ordinal) && line.Trim() != "^")
        .Select(line => line.StartsWith("name'", StringComparison.Ordinal) ? "name '" + line[5..] : line).Distinct());
}
