using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>Grows the select list and the joins of one statement; every column and every link stands in it once.</summary>
/// <remarks>
/// The newest record behind a dynamic link is found by an anti-join, which lets the planner choose between an index probe a record and one pass over the
/// target; a <c>lateral … limit 1</c> would be a scan of the target a record wherever the target has no fitting index.
/// </remarks>
internal sealed class SelectList
{
    /// <summary>Join number of the series' own table.</summary>
    public const int Base = -1;

    private readonly Dictionary<(int Join, string Column), int> _ordinals = [];
    private readonly Dictionary<(int Join, string Link), int> _joinOf = [];
    private readonly Dictionary<(string Series, long Recnum), int> _recordOf = [];
    private readonly List<Node> _joins = [];
    private int _next;

    /// <summary>The select list.</summary>
    public SqlText Columns { get; } = new();

    /// <summary>The joins behind <c>from … t</c>.</summary>
    public SqlText Joins { get; } = new();

    /// <summary>Position of a column, asked for if it is new.</summary>
    public int Column(int join, string name)
    {
        if (_ordinals.TryGetValue((join, name), out int ordinal))
            return ordinal;
        Separate();
        Columns.Append($"{Alias(join)}.{SqlName.Of(name)}");
        return _ordinals[(join, name)] = _next++;
    }

    /// <summary>Number of the join behind a chain of links, made if it is new.</summary>
    public int Follow(int from, IEnumerable<LinkStep> steps)
    {
        foreach (LinkStep step in steps)
            from = _joinOf.TryGetValue((from, step.Link.Name), out int join) ? join : Add(from, step);
        return from;
    }

    /// <summary>Number of the join with one certain record of a series: the one that wrote a constant segment.</summary>
    public int Record(SeriesDefinition series, long recnum)
    {
        if (_recordOf.TryGetValue((series.Name.Key, recnum), out int join))
            return join;
        join = _joins.Count;
        _joins.Add(new Node(Base, -1));
        Joins.Append($" left join {SqlName.Of(series.Name)} {Alias(join)} on {Alias(join)}.recnum = {recnum}");
        return _recordOf[(series.Name.Key, recnum)] = join;
    }

    /// <summary>For every join the one it hangs on, and the position of its state column: record number, 0 unset, −1 broken; −1 if it has none.</summary>
    public IReadOnlyList<Node> States => _joins;

    private int Add(int from, LinkStep step)
    {
        int join = _joins.Count;
        SqlName source = Alias(from), target = Alias(join), series = SqlName.Of(step.Target.Name);
        SqlText isSet = new();
        if (step.Link.IsDynamic)
            isSet.Append($"{source}.{SqlName.Of($"ln_{step.Link.Name}_isset")} = 1");
        else
            isSet.Append($"{source}.{SqlName.Of($"ln_{step.Link.Name}")} > 0");
        Joins.Append($" left join {series} {target} on {isSet}");
        if (step.Link.IsDynamic)
        {
            SqlName newer = SqlName.Exact(string.Create(CultureInfo.InvariantCulture, $"n{join}"));
            foreach (KeywordDefinition key in step.Target.PrimeKeys)
                Joins.Append($" and {target}.{SqlName.Of(key.Name)} = {source}.{SqlName.Of($"ln_{step.Link.Name}_{key.Name}")}");
            Joins.Append($" and not exists (select 1 from {series} {newer} where {newer}.recnum > {target}.recnum");
            foreach (KeywordDefinition key in step.Target.PrimeKeys)
                Joins.Append($" and {newer}.{SqlName.Of(key.Name)} = {target}.{SqlName.Of(key.Name)}");
            Joins.Append($")");
        }
        else
        {
            Joins.Append($" and {target}.recnum = {source}.{SqlName.Of($"ln_{step.Link.Name}")}");
        }
        Separate();
        Columns.Append($"coalesce({target}.recnum, case when {isSet} then -1 else 0 end)");
        _joins.Add(new Node(from, _next++));
        return _joinOf[(from, step.Link.Name)] = join;
    }

    private void Separate()
    {
        if (_next > 0)
            Columns.Append($", ");
    }

    private static SqlName Alias(int join) => join < 0 ? SqlName.Exact("t") : SqlName.Exact(string.Create(CultureInfo.InvariantCulture, $"l{join}"));

    /// <summary>A join.</summary>
    /// <param name="Parent">The join it hangs on.</param>
    /// <param name="StateOrdinal">Position of its state column, or −1.</param>
    public readonly record struct Node(int Parent, int StateOrdinal);
}
