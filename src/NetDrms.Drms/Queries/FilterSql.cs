using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.RecordSets.Binding;

namespace NetDrms.Drms.Queries;

/// <summary>The filters of a subset as SQL conditions; smallest and largest values are fetched once, as named sub-queries of the same statement.</summary>
internal sealed class FilterSql
{
    private readonly SqlName _table;
    private readonly Dictionary<(string Column, bool IsLast, int Left), string> _named = [];

    public FilterSql(BoundRecordSet set)
    {
        _table = SqlName.Of(set.Series.Name);
        int position = 0;
        foreach (BoundFilter filter in set.Filters)
        {
            SqlText condition = filter switch
            {
                KeyFilter key => Tests(KeyColumn.Of(key.Column), key.Tests, "t", key.IsList ? 0 : position),
                RecnumFilter recnum => Tests(KeyColumn.Recnum, recnum.Tests, "t", 0),
                ConditionFilter sql => Parenthesized(sql.Condition.Sql),
                _ => throw new InvalidOperationException($"a filter of type {filter.GetType().Name} has no SQL"),
            };
            if (filter is KeyFilter repeated)
            {
                Repeated.AppendLiteral(" and ");
                Repeated.Append(Tests(KeyColumn.Of(repeated.Column), repeated.Tests, "n", repeated.IsList ? 0 : position));
            }
            if (!Where.IsEmpty)
                Where.AppendLiteral(" and ");
            Where.Append(condition);
            position++;
        }
    }

    /// <summary>Sub-queries for <c>with</c>; empty when no filter has an extreme.</summary>
    public SqlText Bounds { get; } = new();

    /// <summary>All conditions on <c>t</c>, joined by "and"; empty without filters.</summary>
    public SqlText Where { get; } = new();

    /// <summary>The conditions on prime keys again, on <c>n</c>, each behind an "and".</summary>
    public SqlText Repeated { get; } = new();

    // Single values of a list become one comparison with an array, however many they are.
    private SqlText Tests(KeyColumn column, IReadOnlyList<KeyTest> tests, string alias, int left)
    {
        SqlText any = new();
        any.AppendLiteral("(");
        List<KeyTest> values = [.. tests.Where(test => test.Kind == KeyTestKind.Value)];
        if (values.Count > 0)
            any.Append(column.Equal(alias, values));
        bool isFirst = values.Count == 0;
        foreach (KeyTest test in tests)
        {
            if (test.Kind == KeyTestKind.Value)
                continue;
            if (!isFirst)
                any.AppendLiteral(" or ");
            isFirst = false;
            any.Append(test.Kind == KeyTestKind.Range ? Range(column, test, alias, left) : Extreme(column, test.Kind == KeyTestKind.Last, alias, left));
        }
        any.AppendLiteral(")");
        return any;
    }

    private SqlText Extreme(KeyColumn column, bool isLast, string alias, int left) =>
        $"{column.Expression(alias)} = {Bound(column, isLast, left)}";

    private SqlText Range(KeyColumn column, KeyTest test, string alias, int left)
    {
        SqlText range = new();
        SqlText key = column.Expression(alias);
        if (test.Lower is KeyEdge lower)
        {
            SqlText from = $"{key} {Sign(lower, ">=", ">")} {Edge(column, lower, left, isUpper: false)}";
            range.Append(from);
        }
        if (test.Upper is KeyEdge upper)
        {
            SqlText to = $"{key} {Sign(upper, "<=", "<")} {Edge(column, upper, left, isUpper: true)}";
            range.AppendLiteral(range.IsEmpty ? "" : " and ");
            range.Append(to);
        }
        if (test.Skip is KeySkip skip)
        {
            range.AppendLiteral(range.IsEmpty ? "" : " and ");
            range.Append(column.Skip(alias, skip, Edge(column, skip.Start, left, isUpper: false, isStep: true)));
        }
        if (range.IsEmpty)   // "-" alone: any value
        {
            range.Append(key);
            range.AppendLiteral(" is not null");
        }
        SqlText whole = $"({range})";
        return whole;
    }

    private SqlText Edge(KeyColumn column, KeyEdge edge, int left, bool isUpper, bool isStep = false) => edge.Origin switch
    {
        KeyOrigin.Value => isStep ? KeyColumn.Number(edge.Value) : column.Edge(edge, isUpper),
        KeyOrigin.FirstOfTable => Bound(column, isLast: false, left: 0),
        _ => column.Sum(Bound(column, edge.Origin == KeyOrigin.Last, left), edge.Value),
    };

    // The smallest or largest value of a column among all rows, of all versions, that pass the filters to the left. Spec 01 §2.4.
    private SqlText Bound(KeyColumn column, bool isLast, int left)
    {
        (string, bool, int) key = (column.Name, isLast, left);
        if (!_named.TryGetValue(key, out string? name))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"b{_named.Count + 1}");
            _named.Add(key, name);
            SqlText function = new();
            function.AppendLiteral(isLast ? "max" : "min");
            SqlText definition = $"{Literal(Bounds.IsEmpty ? "" : ", ")}{Literal(name)} as (select {function}({column.Expression("t")}) as v from {_table} t{Literal(left == 0 ? "" : " where ")}{(left == 0 ? new SqlText() : Where)})";
            Bounds.Append(definition);
        }
        return Literal($"(select v from {name})");
    }

    private static SqlText Parenthesized(string sql) => Literal($"({sql})");

    private static SqlText Sign(KeyEdge edge, string included, string excluded) => Literal(edge.IsIncluded ? included : excluded);

    private static SqlText Literal(string sql)
    {
        SqlText text = new();
        text.AppendLiteral(sql);
        return text;
    }
}
