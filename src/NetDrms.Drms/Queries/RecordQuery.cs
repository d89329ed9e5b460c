using System.Diagnostics.CodeAnalysis;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.RecordSets.Binding;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Queries;

/// <summary>One subset as one SQL statement with parameters. Spec 01 §2.</summary>
/// <remarks>
/// <para>
/// The newest version of a group is found by an anti-join on the prime keys: the planner may stream it in key order, stop after <c>n</c> rows, or hash it.
/// The filters on prime keys are repeated inside it: they hold for a whole group, and bound what is looked at where no index ends in recnum.
/// NULL keys, which no equality finds, are grouped apart, and only when such a row is met.
/// </para>
/// <para>Shadow tables are not used: they change no result, and the index over the prime keys and recnum serves as well.</para>
/// </remarks>
public sealed class RecordQuery
{
    private const int MaxParameters = 60_000;   // the protocol counts them in 16 bits
    private const int MaxRepeatedTests = 100;

    private readonly SqlName _table;
    private readonly SqlName[] _keys;
    private readonly SqlText _bounds;
    private readonly SqlText _where;
    private readonly SqlText _newest;
    private readonly FilterSql? _filters;
    private readonly bool _hasConditions;

    private RecordQuery(SeriesDefinition series, BoundRecordSet? set, SqlText bounds, SqlText where, SqlText newest, FilterSql? filters = null)
    {
        _filters = filters;
        Series = series;
        Set = set;
        _table = SqlName.Of(series.Name);
        _keys = [.. series.PrimeKeys.Select(key => SqlName.Of(key.Name))];
        _bounds = bounds;
        _where = where;
        _newest = newest;
        _hasConditions = set?.Filters.Any(filter => filter is ConditionFilter) ?? false;
        if (bounds.Parameters.Count + where.Parameters.Count + newest.Parameters.Count > MaxParameters)
            throw new DrmsException(ErrorCode.Limit, "the record set holds too many ranges");
    }

    /// <summary>The series whose records are selected.</summary>
    public SeriesDefinition Series { get; }

    /// <summary>The subset, or null for a query by record numbers.</summary>
    public BoundRecordSet? Set { get; }

    /// <summary>Remarks to be shown, with the original's lines.</summary>
    public IReadOnlyList<DrmsError> Warnings => Set?.Warnings ?? [];

    /// <summary>Makes the query of a subset.</summary>
    /// <param name="element">The subset.</param>
    /// <param name="series">Its series.</param>
    /// <param name="trust">Who wrote it.</param>
    /// <param name="query">The query.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryBind(RecordSetElement element, SeriesDefinition series, Trust trust, [NotNullWhen(true)] out RecordQuery? query, [NotNullWhen(false)] out DrmsError? error)
    {
        query = RecordSetBinder.TryBind(element, series, trust, out BoundRecordSet? set, out error) ? Of(set) : null;
        return query is not null;
    }

    /// <summary>Makes the query of a subset.</summary>
    /// <exception cref="DrmsException">A filter has no meaning for the series.</exception>
    public static RecordQuery Bind(RecordSetElement element, SeriesDefinition series, Trust trust) => Of(RecordSetBinder.Bind(element, series, trust));

    /// <summary>Makes the query of a bound subset.</summary>
    public static RecordQuery Of(BoundRecordSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        FilterSql filters = new(set);
        return new RecordQuery(set.Series, set, filters.Bounds, filters.Where, set.IsNewestOnly ? Newest(set, filters, new SqlText()) : new SqlText(), filters);
    }

    /// <summary>Makes the query of some record numbers, all versions; numbers without a record give nothing.</summary>
    public static RecordQuery OfRecnums(SeriesDefinition series, IReadOnlyCollection<long> recnums)
    {
        ArgumentNullException.ThrowIfNull(series);
        SqlText where = $"t.recnum = any({recnums.ToArray()})";
        return new RecordQuery(series, null, new SqlText(), where, new SqlText());
    }

    /// <summary>Makes the query of a manifest with a range: the records whose numbers its table lists. Spec 01 §1.12.</summary>
    /// <exception cref="ArgumentException">The manifest reads its numbers from standard input: read them and use <see cref="OfRecnums"/>.</exception>
    public static RecordQuery OfManifest(SeriesDefinition series, RecordSetManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.ReadsInput)
            throw new ArgumentException("a manifest of standard input has no range", nameof(manifest));
        SqlName table = SqlName.Of(series.Name.Namespace, series.Name.Table + "_manifest");
        SqlText where = $"t.recnum in (select m.recnum from {table} m where m.recnum between {manifest.First} and {manifest.Last})";
        return new RecordQuery(series, null, new SqlText(), where, new SqlText());
    }

    /// <summary>The statement that gives the records, ascending by the prime keys, then by record number.</summary>
    /// <param name="columns">The select list; the series table is called <c>t</c>.</param>
    /// <param name="joins">What is joined to <c>t</c>, one row a record; may be empty.</param>
    /// <param name="limit">How many.</param>
    public SqlText Select(SqlText columns, SqlText joins, RecordLimit limit)
    {
        SqlText statement = new();
        AppendBounds(statement);
        if (limit.Count < 0)
        {
            SqlText last = $"select {columns} from (select t.* from {_table} t{Condition(_newest)} order by {Order(" desc")} limit {Math.Abs(limit.Count)}) t {joins} order by {Order("")}";
            return statement.Append(last);
        }
        SqlText all = $"select {columns} from {_table} t {joins}{Condition(_newest)} order by {Order("")}";
        statement.Append(all);
        if (limit.Count > 0)
        {
            SqlText first = $" limit {limit.Count}";
            statement.Append(first);
        }
        return statement;
    }

    /// <summary>The statements that give the records behind a certain one, in the order of <see cref="Select"/>: to be run one after the other until there are enough.</summary>
    /// <param name="columns">The select list.</param>
    /// <param name="joins">What is joined to <c>t</c>.</param>
    /// <param name="after">Number of the record; it must exist, but need not be in the set any more.</param>
    /// <param name="limit">How many at most, of each.</param>
    /// <remarks>The first one begins in the index where the record is; the second has the records whose first key is NULL, which stand behind all others.</remarks>
    public IReadOnlyList<SqlText> SelectAfter(SqlText columns, SqlText joins, long after, long limit)
    {
        SqlName[] order = Set is null ? [] : _keys;
        if (order.Length == 0 || _newest.IsEmpty)
            order = [.. order, SqlName.Of("recnum")];
        SqlText behind = Behind(order, after);
        SqlText first = $"t.{order[0]} >= {Value(order[0], after)}", none = $"t.{order[0]} is null";
        // what is not newest is not looked for before the page either
        SqlText begin = $" and n.{order[0]} >= {Value(order[0], after)}";
        SqlText newest = _newest.IsEmpty ? _newest : Newest(Set!, _filters!, begin);
        return [.. new[] { (first, newest), (none, _newest) }.Select(part =>
        {
            (SqlText bound, SqlText without) = part;
            SqlText statement = new();
            AppendBounds(statement);
            SqlText condition = Condition(without);
            condition.AppendLiteral(condition.IsEmpty ? " where " : " and ");
            SqlText all = $"select {columns} from {_table} t {joins}{condition}{bound} and {behind} order by {Order("")} limit {limit}";
            return statement.Append(all);
        })];
    }

    /// <summary>The statement that tells whether a record exists, one boolean.</summary>
    public SqlText Exists(long recnum) => $"select exists (select 1 from {_table} t where t.recnum = {recnum})";

    /// <summary>The statement that gives the number of records, one bigint.</summary>
    public SqlText Count()
    {
        SqlText statement = new();
        AppendBounds(statement);
        // without conditions a group passes or fails as a whole: grouping is cheaper than finding its newest version
        SqlText count = _newest.IsEmpty || _hasConditions
            ? (SqlText)$"select count(*) from {_table} t{Condition(_newest)}"
            : $"select count(*) from (select 1 from {_table} t{Condition(new SqlText())} group by {Keys("t")}) g";
        return statement.Append(count);
    }

    // not exists (a newer row with the same keys), and of the rows with NULL keys those that are the newest of their group
    private static SqlText Newest(BoundRecordSet set, FilterSql filters, SqlText bound)
    {
        SqlName table = SqlName.Of(set.Series.Name);
        SqlName[] keys = [.. set.Series.PrimeKeys.Select(key => SqlName.Of(key.Name))];
        SqlText newest = new();
        SqlText head = $"not exists (select 1 from {table} n where ";
        newest.Append(head);
        foreach (SqlName key in keys)
        {
            SqlText equal = $"n.{key} = t.{key} and ";
            newest.Append(equal);
        }
        newest.AppendLiteral("n.recnum > t.recnum");
        if (set.Filters.OfType<KeyFilter>().Sum(filter => filter.Tests.Count) <= MaxRepeatedTests)
            newest.Append(filters.Repeated);
        newest.Append(bound);
        newest.AppendLiteral(")");
        // a key with a filter is not NULL
        SqlName[] open = [.. set.Series.PrimeKeys.Where(key => !set.Filters.OfType<KeyFilter>().Any(filter => filter.Column == key)).Select(key => SqlName.Of(key.Name))];
        if (open.Length == 0)
            return newest;
        SqlText nulls = $"""
             and ({Each("t", open, " is not null", " and ")} or t.recnum in
             (select max(n.recnum) from {table} n where {Each("n", open, " is null", " or ")} group by {Each("n", keys, "", ", ")}))
            """;
        return newest.Append(nulls);
    }

    // The order of the keys with NULL behind everything, written out: a row comparison would lose the rows with NULL.
    private SqlText Behind(SqlName[] order, long after)
    {
        SqlText behind = new();
        behind.AppendLiteral("(");
        for (int i = 0; i < order.Length; i++)
        {
            behind.AppendLiteral(i > 0 ? " or (" : "(");
            for (int j = 0; j < i; j++)
                behind.Append($"t.{order[j]} is not distinct from {Value(order[j], after)} and ");
            behind.Append($"(t.{order[i]} > {Value(order[i], after)} or (t.{order[i]} is null and {Value(order[i], after)} is not null)))");
        }
        behind.AppendLiteral(")");
        return behind;
    }

    private SqlText Value(SqlName column, long recnum) => $"(select a.{column} from {_table} a where a.recnum = {recnum})";

    private SqlText Condition(SqlText newest)
    {
        SqlText condition = new();
        if (!_where.IsEmpty)
        {
            condition.AppendLiteral(" where ");
            condition.Append(_where);
        }
        if (!newest.IsEmpty)
        {
            condition.AppendLiteral(_where.IsEmpty ? " where " : " and ");
            condition.Append(newest);
        }
        return condition;
    }

    private void AppendBounds(SqlText statement)
    {
        if (_bounds.IsEmpty)
            return;
        statement.AppendLiteral("with ");
        statement.Append(_bounds);
        statement.AppendLiteral(" ");
    }

    // the newest rows of different groups never tie: recnum would only keep the planner from using the original's index
    private SqlText Order(string direction)
    {
        SqlText order = new();
        if (_newest.IsEmpty)
        {
            if (Set is not null)
                order.Append(Each("t", _keys, direction + ", ", ""));
            order.AppendLiteral($"t.recnum{direction}");
            return order;
        }
        return Each("t", _keys, direction, ", ");
    }

    private SqlText Keys(string alias) => Each(alias, _keys, "", ", ");

    private static SqlText Each(string alias, SqlName[] names, string behind, string between)
    {
        SqlText list = new();
        for (int i = 0; i < names.Length; i++)
            list.AppendLiteral($"{(i > 0 ? between : "")}{alias}.{names[i].Quoted}{behind}");
        return list;
    }
}
