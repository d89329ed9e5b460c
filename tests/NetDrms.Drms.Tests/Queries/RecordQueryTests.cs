using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Queries;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>Specifications with known answers on gold.sql.</summary>
public sealed class RecordQueryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, long, string> Acceptance => new()
    {
        // spec 01 §5.3
        { "gold.m_45s[:#1-#10@3]", 0, "1 4 7 10" },
        { "gold.m_45s[:#-#3]", 0, "1 2 3" },
        { "gold.m_45s[:#67-#]", 0, "67 68 69" },
        { "gold.m_45s[:#10/5]", 0, "10 11 12 13 14" },
        { "gold.m_45s[:#1-#20][][1]", 0, "1 2 3 9 14 17" },
        { "gold.m_45s[#14839680/3]", 0, "3 6 7 8" },
        { "gold.m_45s[#14839680-#14839690@5]", 0, "3 6 13 21" },
        { "gold.m_45s[T_REC_index=14839680]", 0, "3 6" },
        { "gold.m_45s[!1=1!][2014.03.01_00:00:00_TAI]", 0, "1 2 3 4 5 6" },
        { "gold.m_45s[2014.03.01_00:00:00_TAI,2014.03.01_00:01:30_TAI/2m]", 0, "3 6 8 9 10" },
        { "gold.m_45s[2014.03.01_00:00:30_TAI-2014.03.01_00:01:00_TAI]", 0, "7" },
        { "gold.linked[\"obj1\"-\"obj3\"]", 0, "2 3 4" },
        { "gold.linked['obj1','obj2']", 0, "2 3" },
        { "gold.lev1[^,$]", 0, "1 2 3 29 30" },
        { "gold.lev1[100,$]", 0, "1 2 3 29 30" },
        { "gold.lev1[101][^]", 0, "4" },
        { "gold.lev1[? tilt > 0 ?][^]", 0, "16 17 18" },
        { "gold.lev1[0x64]", 0, "1 2 3" },
        { "gold.lev1[100, 102]", 0, "1 2 3 6 7 8" },
        { "gold.lev1[ FSN = 100 ]", 0, "1 2 3" },
        { "gold.lev1[100/6@2]", 0, "1 2 3 6 7 8 11 12 13" },
        { "gold.lev1[#-#@5]", 0, "1 2 3 14 15 26 27 28" },
        { "gold.lev1[][171, 193]", 0, "1 2 4 5 6 7 9 10 11 12 14 15 16 17 19 20 21 22 24 25 26 27 29 30" },
        { "gold.m_45s", 3, "3 6 7" },
        { "gold.m_45s", -3, "67 68 69" },
        { "gold.m_45s[? datamean > 100 ?]", -3, "53 56 63" },
        { "gold.m_45s[! datamean > 100 !]", -3, "55 56 63" },
        // spec 01 §1.11: dashes of dates, zones and ranges
        { "gold.m_45s[2014.03.01_00:00:00-2014.03.02][1]", 2, "9 14" },
        { "gold.m_45s[2014-03-01T00:00:00-2014-03-02T00:00:00][1]", 2, "9 14" },
        { "gold.m_45s[2014.03.01_00:00:00-2015]", 2, "7 8" },
        { "gold.m_45s[2014-2015]", 2, "3 6" },
        { "gold.m_45s[2014.02.28_16:00:00-0800]", 0, "7" },
        { "gold.m_45s[2014.02.28_16:00:00-0800-2014.03.01_00:01:00]", 0, "7 8" },
        // spec 01 §7.5: ours
        { "gold.lev1[109-]", 0, "24 25 26 27 28 29 30" },
        { "gold.lev1[110-$]", 0, "26 27 28 29 30" },
        { "gold.lev1[^-101]", 0, "1 2 3 4 5" },
        { "gold.lev1[- 101]", 0, "1 2 3 4 5" },
        { "gold.lev1[$/-2]", 0, "26 27 28 29 30" },
        { "gold.lev1[^/2]", 0, "1 2 3 4 5" },
        { "gold.lev1[][][2.5-]", 0, "26 27 28 29 30" },
        { "gold.lev1[][\"193\"-]", 0, "2 3 5 7 8 10 12 13 15 17 18 20 22 23 25 27 28 30" },
        { "gold.m_45s[$/-90s]", 0, "67 68 69" },
        { "gold.m_45s[2014.03.01_00:28:30_TAI-]", 0, "67 68 69" },
        { "gold.m_45s[7729d-2014.03.01_00:00:45_TAI]", 0, "3 6 7" },
        // spec 01 §1.8, §4.3: skips of numbers, durations from the base, carr
        { "gold.carr[756180-756210@30]", 0, "1 3" },
        { "gold.carr[50412u]", 0, "1" },
        { "gold.carr[50412u-756210]", 0, "1 2 3" },
        { "gold.carr[50412u/30]", 0, "1 2" },
        { "gold.lev1[][][-2.5-3@2.5]", 0, "1 2 3 14 15 26 27 28" },
        { "gold.ts[][2010.05.01_00:31:00.5_TAI-2010.05.02_00:31:00.5_TAI@8h]", 0, "1 3 5 7" },
        // spec 01 §2.4: extremes from left to right
        { "gold.lev1[100][$]", 0, "3" },
        { "gold.lev1[$][^]", 0, "29" },
        { "gold.lev1[^][$]", 0, "3" },
        { "gold.m_45s[? camera = 1 ?][$]", 0, "68" },
        { "gold.m_45s[][1][T_REC=^]", 0, "3" },
        // conditions of every kind
        { "gold.m_45s[? datamean > 100 and camera = 1 or datamean > 204 and camera = 2 ?]", 0, "3 21 28 38 53 56" },
        { "gold.m_45s[? content like '%GRAM' and recnum < 9 ?]", 0, "7 8" },
        { "gold.m_45s[? T_REC >= $(2014.03.01_00:29:00_TAI) ?]", 0, "68 69" },
        { "gold.lev1[? WAVE_STR = \"94_THIN\" and fsn in (100, 102) ?]", 0, "3 8" },
        { "gold.lev1[? fsn = (select max(fsn) from gold.lev1) ?]", 0, "29 30" },
        { "gold.lev1[? lev1.fsn = 0x64 ?]", 0, "1 2 3" },
        { "gold.m_45s[:#$]", 0, "69" },
        { "gold.m_45s[:#^,#$]", 0, "1 69" },
        { "gold.lev1[100],gold.lev1[100]", 0, "1 2 3 1 2 3" },
        { "gold.lev1[100],gold.lev1[100]", -1, "3 3" },
    };

    [Fact]
    public async Task Known_answers_come_out()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        QueryRun run = new(connection);
        List<string> wrong = [];
        foreach (TheoryDataRow<string, long, string> row in Acceptance)
        {
            string ours;
            try
            {
                List<long> recnums = await run.RecnumsAsync(row.Data.Item1, new RecordLimit(row.Data.Item2), Cancel);
                ours = string.Join(' ', recnums);
                long count = await run.CountAsync(row.Data.Item1, Cancel);
                if (row.Data.Item2 == 0 && count != recnums.Count)
                    ours += $" but counted {count}";
            }
            catch (DrmsException error)
            {
                ours = $"{error.Message} | {error.Error.ClassicMessage}";
            }
            if (ours != row.Data.Item3)
                wrong.Add($"{row.Data.Item1} n={row.Data.Item2}: expected {row.Data.Item3}, got {ours}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task A_row_with_a_null_key_is_a_record_like_others()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"insert into gold.lev1 (recnum, fsn, wave_str, tilt) values (101, 100, null, 1), (102, 100, null, 1), (103, null, null, null), (104, null, 'x', 2), (105, null, null, null)");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        QueryRun run = new(connection);
        Assert.Equal([1, 2, 3, 102], await run.RecnumsAsync("gold.lev1[100]", RecordLimit.None, Cancel));
        Assert.Equal(4, await run.CountAsync("gold.lev1[100]", Cancel));
        Assert.Equal([102, 104, 105], await run.RecnumsAsync("gold.lev1[? recnum > 100 ?]", RecordLimit.None, Cancel));
        Assert.Equal([104, 105], await run.RecnumsAsync("gold.lev1[]", RecordLimit.Last(2), Cancel));
        Assert.Equal(33, await run.CountAsync("gold.lev1[]", Cancel));
        Assert.Equal(3, await run.CountAsync("gold.lev1[? recnum > 100 ?]", Cancel));
    }

    [Fact]
    public async Task A_time_typed_as_printed_finds_the_stored_one()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        double stored = 1051747860.1234567;   // not on the grid of typed times
        await database.ExecuteAsync($"insert into gold.ts (recnum, t_start_index, obs) values (50, 900, {Math.Round(stored, 6)}), (51, 901, 1000000000.1)");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        QueryRun run = new(connection);
        Assert.Equal([50], await run.RecnumsAsync("gold.ts[][2010.05.01_00:11:00.123457_TAI]", RecordLimit.None, Cancel));
        Assert.Equal([51], await run.RecnumsAsync("gold.ts[][2008.09.09_01:46:40.1_TAI]", RecordLimit.None, Cancel));
    }

    [Fact]   // spec 01 §1.7
    public async Task A_float_key_is_compared_as_it_prints()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"create table gold.f (recnum bigint primary key, x real)");
        await database.ExecuteAsync($"insert into gold.f values (1, 0.1), (2, 0.2), (3, 0.3), (4, 'NaN')");
        KeywordDefinitionOf(out SeriesDefinition series);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Superuser, Cancel);
        QueryRun run = new(connection);
        foreach ((string filter, long[] expected) in (IEnumerable<(string, long[])>)[("[0.1]", [1]), ("[0.1-0.2]", [1, 2]), ("[0.1/0.2]", [1, 2]), ("[0.1,0.3]", [1, 3]), ("[nan]", [4]), ("[0.1-0.3@0.1]", [1, 2, 3]), ("[^]", [1]), ("[$/-0.15]", [])])
        {
            RecordQuery query = RecordQuery.Bind(RecordSetParser.Parse("gold.f" + filter, RecordSetOptions.Local).Elements[0], series, Trust.LocalUser);
            Assert.Equal(expected, await run.RecnumsAsync(query, RecordLimit.None, Cancel));
        }
    }

    [Fact]   // spec 01 §2.1, §2.2
    public async Task A_series_without_prime_keys_gives_every_row_by_number()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        Assert.True(SeriesName.TryParse("gold.lev1", out SeriesName name));
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync(name, Cancel) with { PrimeKeys = [] };
        RecordQuery query = RecordQuery.Bind(RecordSetParser.Parse("gold.lev1[? fsn < 102 ?]", RecordSetOptions.Local).Elements[0], series, Trust.LocalUser);
        QueryRun run = new(connection);
        Assert.Equal([1, 2, 3, 4, 5], await run.RecnumsAsync(query, RecordLimit.None, Cancel));
        Assert.Equal([4, 5], await run.RecnumsAsync(query, RecordLimit.Last(2), Cancel));
        Assert.False(RecordQuery.TryBind(RecordSetParser.Parse("gold.lev1[100][2]", RecordSetOptions.Local).Elements[0], series, Trust.LocalUser, out _, out DrmsError? error));
        Assert.Equal("Error: Primary key query issued for series with no primary keys, query is '100][2]'", error!.ClassicMessage);
    }

    [Fact]   // spec 01 §1.12
    public async Task A_manifest_selects_what_its_table_lists()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"create table gold.lev1_manifest (recnum bigint)");
        await database.ExecuteAsync($"insert into gold.lev1_manifest values (3), (5), (29)");
        await database.ExecuteAsync($"grant select on gold.lev1_manifest to public");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        Assert.True(SeriesName.TryParse("gold.lev1", out SeriesName name));
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync(name, Cancel);
        RecordSetManifest manifest = RecordSetParser.Parse("gold.lev1_manifest::[1-10]", RecordSetOptions.Local).Manifest!;
        QueryRun run = new(connection);
        Assert.Equal([3, 5], await run.RecnumsAsync(RecordQuery.OfManifest(series, manifest), RecordLimit.None, Cancel));
        Assert.Equal([5, 29], await run.RecnumsAsync(RecordQuery.OfRecnums(series, [29, 5, 999]), RecordLimit.None, Cancel));
    }

    private static void KeywordDefinitionOf(out SeriesDefinition series)
    {
        Assert.True(SeriesName.TryParse("gold.f", out SeriesName name));
        Model.Series.KeywordDefinition x = new() { Name = "X", Type = Model.Keywords.DrmsType.Float, Default = Model.Keywords.DrmsValue.Missing(Model.Keywords.DrmsType.Float) };
        series = new SeriesDefinition { Name = name, Keywords = [x], PrimeKeys = [x] };
    }
}
