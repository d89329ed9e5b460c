using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.RecordSets.Conditions;

namespace NetDrms.Model.Tests.RecordSets;

public class ConditionCheckerTests
{
    private static bool TryCheck(string sql, Trust trust, out SqlCondition? condition, out DrmsError? error)
    {
        string text = $"gold.m_45s[? {sql} ?]";
        condition = null;
        if (!RecordSetParser.TryParse(text, RecordSetOptions.Local, out RecordSetSpec? spec, out error))
            return false;
        bool safe = ConditionChecker.TryCheck(spec.Elements[0].Filters[0], GoldDefinitions.Magnetograms, trust, out condition, out error);
        if (!safe)
            Assert.True(error!.Span is { Start: >= 10 } span && span.End <= text.Length, $"{sql}: {error}");
        return safe;
    }

    [Theory]
    [InlineData("datamean > 100", "t.\"datamean\" > 100")]
    [InlineData("DataMean>100 and CAMERA=1", "t.\"datamean\" > 100 and t.\"camera\" = 1")]
    [InlineData("content = \"MAGNETOGRAM\"", "t.\"content\" = 'MAGNETOGRAM'")]
    [InlineData("content = \"it's\"", "t.\"content\" = 'it''s'")]
    [InlineData("content = 'it''s'", "t.\"content\" = 'it''s'")]
    [InlineData("content = 'a\\\\b'", "t.\"content\" = E'a\\\\\\\\b'")]
    [InlineData("content like '%x{%' escape '!'", "t.\"content\" like '%x{%' escape '!'")]
    [InlineData("content not ilike 'a%'", "t.\"content\" not ilike 'a%'")]
    [InlineData("content similar to 'a|b'", "t.\"content\" similar to 'a|b'")]
    [InlineData("content ~* '^mag' or content !~ 'x'", "t.\"content\" ~* '^mag' or t.\"content\" !~ 'x'")]
    [InlineData("quality & 0x40000000 = 0", "t.\"quality\" & 1073741824 = 0")]
    [InlineData("(quality & ~1) <> 2|4", "( t.\"quality\" & ~ 1 ) <> 2 | 4")]
    [InlineData("camera in (1,2)", "t.\"camera\" in ( 1 , 2 )")]
    [InlineData("camera not in (1)", "t.\"camera\" not in ( 1 )")]
    [InlineData("datamean between -1.5e3 and .5", "t.\"datamean\" between - 1.5e3 and .5")]
    [InlineData("datamean is not null and not (camera is null)", "t.\"datamean\" is not null and not ( t.\"camera\" is null )")]
    [InlineData("(camera = 1) is true", "( t.\"camera\" = 1 ) is true")]
    [InlineData("camera is distinct from 1", "t.\"camera\" is distinct from 1")]
    [InlineData("datamean isnull or datarms notnull", "t.\"datamean\" isnull or t.\"datarms\" notnull")]
    [InlineData("abs(crval1 - 1) < 2 and mod(camera, 2) = 0", "pg_catalog.abs ( t.\"crval1\" - 1 ) < 2 and pg_catalog.mod ( t.\"camera\" , 2 ) = 0")]
    [InlineData("substring(content from 1 for 3) = 'MAG'", "substring ( t.\"content\" from 1 for 3 ) = 'MAG'")]
    [InlineData("coalesce(datamean, 0) > 1", "coalesce ( t.\"datamean\" , 0 ) > 1")]
    [InlineData("drms.image_exists(quality)", "drms.image_exists ( t.\"quality\" )")]
    [InlineData("quality::bigint % 2 = 1", "t.\"quality\" :: bigint % 2 = 1")]
    [InlineData("cast(datamean as numeric(10,2)) > 1", "cast ( t.\"datamean\" as numeric ( 10 , 2 ) ) > 1")]
    [InlineData("datamean::double precision > 1", "t.\"datamean\" :: double precision > 1")]
    [InlineData("t_rec_index = 5 and recnum < 9 and sunum > 0 and sessionns = 'x' and sg_000_file = ''", "t.\"t_rec_index\" = 5 and t.\"recnum\" < 9 and t.\"sunum\" > 0 and t.\"sessionns\" = 'x' and t.\"sg_000_file\" = ''")]
    [InlineData("gold.m_45s.camera = m_45s.camera", "t.\"camera\" = t.\"camera\"")]
    [InlineData("true", "true")]
    [InlineData("2 ^ -1 < datamean", "2 ^ - 1 < t.\"datamean\"")]
    [InlineData("T_REC > $(1977.01.01_00:00:01_TAI)", "t.\"t_rec\" > 1.000000")]
    [InlineData("magnetogram_bzero = 0 and cparms_sg000 = ''", "t.\"magnetogram_bzero\" = 0 and t.\"cparms_sg000\" = ''")]
    public void Allowed_conditions_are_written_anew(string sql, string expected)
    {
        Assert.True(TryCheck(sql, Trust.Stranger, out SqlCondition? condition, out DrmsError? error), error?.ToString());
        Assert.Equal(expected, condition!.Sql);
    }

    [Theory]
    [InlineData("1=1) ; create table x(a int); select count(*) from series where (1=1", "\";\" is not allowed")]   // spec 01 §2.11 (V)
    [InlineData("1=1; drop table gold.m_45s", "\";\" is not allowed")]
    [InlineData("1=1) or (1=1", "end of the condition")]
    [InlineData("1=1 -- x", "comments")]
    [InlineData("1=1 /* x */", "comments")]
    [InlineData("content = $$x$$", "\"$\"")]
    [InlineData("content = $1", "\"$\"")]
    [InlineData("content = $tag$x$tag$", "\"$\"")]
    [InlineData("pg_sleep(10) is null", "function \"pg_sleep\" is not allowed")]
    [InlineData("lo_export(1, '/tmp/x') = 1", "function \"lo_export\"")]
    [InlineData("pg_read_file('/etc/passwd') = ''", "function \"pg_read_file\"")]
    [InlineData("set_config('role', 'none', false) is null", "function \"set_config\" is not allowed")]
    [InlineData("nextval('gold.m_45s_seq') > 0", "function \"nextval\" is not allowed")]
    [InlineData("setval('gold.m_45s_seq', 1) > 0", "function \"setval\" is not allowed")]
    [InlineData("lo_create(0) > 0", "function \"lo_create\" is not allowed")]
    [InlineData("pg_catalog.pg_sleep(1) is null", "function \"pg_catalog.pg_sleep\"")]
    [InlineData("public.f(1) = 1", "function \"public.f\"")]
    [InlineData("drms.create_manifest('x') is null", "function \"drms.create_manifest\"")]
    [InlineData("drms.anything() is null", "function \"drms.anything\"")]
    [InlineData("repeat('x', 1000000000) = ''", "function \"repeat\"")]
    [InlineData("count(*) > 0", "function \"count\"")]
    [InlineData("camera = (select 1)", "sub-selects are not allowed")]
    [InlineData("camera in (select camera from gold.m_45s)", "sub-selects are not allowed")]
    [InlineData("exists (select 1 from gold.m_45s)", "expected a keyword")]
    [InlineData("camera = 1 union select 1", "end of the condition")]
    [InlineData("case when camera = 1 then true end", "expected a keyword")]
    [InlineData("current_user = 'x'", "expected a keyword")]
    [InlineData("'1'::regclass is null", "expected a plain type")]
    [InlineData("'x'::xml is null", "expected a plain type")]
    [InlineData("E'\\x41' = ''", "texts of the form")]
    [InlineData("U&'x' = ''", "has no keyword or column \"u\"")]
    [InlineData("interval '1 day' is null", "has no keyword or column \"interval\"")]
    [InlineData("content = 'x' 'y'", "end of the condition")]
    [InlineData("a[1] = 1", "is not allowed in a condition")]
    [InlineData("camera = array[1]", "is not allowed")]
    [InlineData("camera = any('{1}')", "expected a keyword")]
    [InlineData("(camera, 1) = (1, 1)", "expected \")\"")]
    [InlineData("content collate \"C\" = 'x'", "not true or false")]
    [InlineData("camera = 1 = true", "between two comparisons")]
    [InlineData("camera", "not true or false")]
    [InlineData("camera + 1", "not true or false")]
    [InlineData("'x'", "not true or false")]
    [InlineData("camera = 1 and quality", "not true or false")]
    [InlineData("not camera", "not true or false")]
    [InlineData("camera = ", "found the end")]
    [InlineData("camera = (1", "found the end")]
    [InlineData("camera = 1)", "end of the condition")]
    [InlineData("", "a condition such as")]
    [InlineData("camera == 1", "expected a keyword")]
    [InlineData("camera = 12abc", "is not a number")]
    [InlineData("camera = 1 ? 2", "only inside quotes")]
    [InlineData("camera = 1.2.3", "end of the condition")]
    [InlineData("abs() = 1", "takes 1 argument, not 0")]
    [InlineData("abs(1,2) = 1", "takes 1 argument, not 2")]
    [InlineData("camera = `1`", "is not allowed")]
    [InlineData("camera @> 1", "is not allowed")]
    [InlineData("hmi.x.camera = 1", "can only name columns")]
    [InlineData("pg_class.relname = 'x'", "can only name columns")]
    public void Everything_else_is_refused_with_its_place(string sql, string reason)
    {
        Assert.False(TryCheck(sql, Trust.Stranger, out _, out DrmsError? error), sql);
        Assert.Contains(reason, error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camra = 1", "Did you mean \"CAMERA\"?")]
    [InlineData("data_mean > 1", "Did you mean \"DATAMEAN\"?")]
    [InlineData("flor(datamean) = 1", "Did you mean \"floor\"?")]
    [InlineData("camera::intger = 1", "Did you mean \"integer\"?")]
    public void A_wrong_name_is_told_with_the_nearest_right_one(string sql, string hint)
    {
        Assert.False(TryCheck(sql, Trust.Stranger, out _, out DrmsError? error));
        Assert.Equal(hint, error!.Hint);
    }

    [Fact]
    public void Constants_links_and_segment_keywords_are_explained()
    {
        Assert.False(TryCheck("telescop = 'SDO/HMI'", Trust.Stranger, out _, out DrmsError? error));
        Assert.Equal("keyword \"TELESCOP\" is a constant of the series and cannot stand in a condition", error!.Message);
        Assert.Equal("query failed: ERROR:  column \"telescop\" does not exist", error.ClassicMessage);
        RecordFilter mean = RecordSetParser.Parse("gold.lev1[? mean > 1 ?]", RecordSetOptions.Local).Elements[0].Filters[0];
        Assert.False(ConditionChecker.TryCheck(mean, GoldDefinitions.Lev1, Trust.Stranger, out _, out error));
        Assert.Equal("Write MEAN_000 for the first segment.", error!.Hint);
        RecordFilter link = RecordSetParser.Parse("gold.linked[? meancopy > 1 ?]", RecordSetOptions.Local).Elements[0].Filters[0];
        Assert.False(ConditionChecker.TryCheck(link, GoldDefinitions.Linked, Trust.Stranger, out _, out error));
        Assert.Contains("is read through link \"MDATA\"", error!.Message, StringComparison.Ordinal);
        RecordFilter good = RecordSetParser.Parse("gold.linked[? ln_mdata_isset = 1 and ln_fixed > 0 and ln_mdata_t_rec_index > 1 ?]", RecordSetOptions.Local).Elements[0].Filters[0];
        Assert.True(ConditionChecker.TryCheck(good, GoldDefinitions.Linked, Trust.Stranger, out _, out error));
    }

    [Theory]
    [InlineData("t_rec = (select max(t_rec) from gold.m_45s)", "t.\"t_rec\" = ( select pg_catalog.max ( s1.\"t_rec\" ) from \"gold\".\"m_45s\" s1 )")]
    [InlineData("camera in (select distinct a.camera from gold.m_45s as a where a.quality = m_45s.quality)",
        "t.\"camera\" in ( select distinct s1.\"camera\" from \"gold\".\"m_45s\" s1 where s1.\"quality\" = t.\"quality\" )")]
    [InlineData("exists (select 1 from gold.m_45s x group by x.camera having count(*) > 1)",
        "exists ( select 1 from \"gold\".\"m_45s\" s1 group by s1.\"camera\" having pg_catalog.count ( * ) > 1 )")]
    public void A_local_user_may_select_from_the_same_series(string sql, string expected)
    {
        Assert.True(TryCheck(sql, Trust.LocalUser, out SqlCondition? condition, out DrmsError? error), error?.ToString());
        Assert.Equal(expected, condition!.Sql);
    }

    [Theory]
    [InlineData("camera = (select 1 from pg_class)")]
    [InlineData("camera = (select 1 from gold.lev1)")]
    [InlineData("camera = (select 1 from gold.m_45s, gold.lev1)")]
    [InlineData("camera = (select 1 from gold.m_45s join gold.lev1 on true)")]
    [InlineData("camera = (select pg_sleep(1) from gold.m_45s)")]
    [InlineData("camera = (select 1 from (select 1 from gold.m_45s) x)")]
    [InlineData("camera = (select 1)")]
    [InlineData("camera = (select camera into x from gold.m_45s)")]
    [InlineData("camera = (delete from gold.m_45s returning camera)")]
    public void A_local_user_may_not_select_from_anything_else(string sql) => Assert.False(TryCheck(sql, Trust.LocalUser, out _, out _), sql);

    private static readonly string[] Pieces =
    [
        "camera", "datamean", "content", "'x'", "\"y\"", "1", "2.5e3", "0x1F", "=", "<>", "<", ">=", "+", "-", "*", "/", "%", "&", "|", "~", "(", ")", ",", ".", "::", "int",
        "and", "or", "not", "in", "between", "like", "is", "null", "true", "select", "from", "gold", "m_45s", "where", "abs", "coalesce", ";", "--", "/*", "$", "'", "\"", "?", "[", "]", "\\", "{", "e'", "cast", "as", "exists",
    ];

    [Fact]
    public void Whatever_is_accepted_is_written_without_anything_dangerous() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 14].Select(Gen.Bool, (pieces, blanks) => (pieces, blanks ? " " : "")).Sample((pieces, between) =>
        {
            if (!TryCheck(string.Join(between, pieces), Trust.LocalUser, out SqlCondition? condition, out _))
                return;
            string outside = System.Text.RegularExpressions.Regex.Replace(condition!.Sql, "E?'([^']|'')*'|\"[a-z0-9_]*\"", "");
            Assert.DoesNotContain(";", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("--", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("/*", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("$", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("'", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("\"", outside, StringComparison.Ordinal);
            int depth = 0;
            foreach (char c in outside)
            {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                Assert.True(depth >= 0);
            }
            Assert.Equal(0, depth);
        }, iter: 50_000);
}
