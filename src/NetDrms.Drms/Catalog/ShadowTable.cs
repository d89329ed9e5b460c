using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>The shadow table of a series: one row a group of prime key values, with the newest record; kept by a trigger. Spec 02 §3.6.</summary>
public static class ShadowTable
{
    /// <summary>The table, in lower case.</summary>
    public static string TableName(SeriesName series) => series.Table + "_shadow";

    /// <summary>Statements that make it and fill it from the records that are there.</summary>
    /// <param name="series">The series; it has prime keys.</param>
    /// <param name="owner">Role that owns the namespace.</param>
    public static IEnumerable<SqlText> Create(SeriesDefinition series, string owner)
    {
        ArgumentNullException.ThrowIfNull(series);
        SqlName table = SeriesTable.Name(series.Name);
        string name = TableName(series.Name);
        SqlName shadow = SqlName.Of(series.Name.Namespace, name);
        KeywordDefinition[] keys = [.. series.PrimeKeys.DistinctBy(key => SeriesTable.Fold(key.Name))];
        SqlText list = new();
        SqlText columns = new();
        foreach (KeywordDefinition key in keys)
        {
            if (!list.IsEmpty)
                list.AppendLiteral(", ");
            list.AppendFormatted(SqlName.Of(key.Name));
            columns.AppendFormatted(SqlName.Of(key.Name));
            columns.AppendLiteral(" ");
            columns.AppendLiteral(key.Type.ColumnType());
            columns.AppendLiteral(", ");
        }
        yield return $"create table {shadow} ({columns}nrecords integer, recnum bigint not null, primary key ({list}))";
        foreach (KeywordDefinition key in keys)
            yield return $"create index {SqlName.Of($"{name}_{key.Name}")} on {shadow} ({SqlName.Of(key.Name)})";
        yield return $"create index {SqlName.Of(name + "_recnum")} on {shadow} (recnum)";
        yield return $"grant select on {shadow} to public";
        // whoever inserts or deletes records works on the shadow, too: the trigger runs with his rights
        yield return $"grant select, insert, update, delete on {shadow} to {SqlName.Exact(owner)}";
        yield return $"grant select, update, delete on {shadow} to {SqlName.Of("sumsadmin")}";
        yield return $"insert into {shadow} select {list}, count(*), max(recnum) from {table} group by {list}";
        yield return $"create trigger {SqlName.Of("updateshadowtrig")} after insert or delete on {table} for each row execute function public.updateshadow()";
    }

    /// <summary>Statements that remove it, if it is there.</summary>
    public static IEnumerable<SqlText> Drop(SeriesName series)
    {
        yield return $"drop trigger if exists {SqlName.Of("updateshadowtrig")} on {SeriesTable.Name(series)}";
        yield return $"drop table if exists {SqlName.Of(series.Namespace, TableName(series))}";
    }
}
