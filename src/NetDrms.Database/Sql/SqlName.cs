using NetDrms.Model.Series;

namespace NetDrms.Database.Sql;

/// <summary>A name in SQL, always written quoted; it comes from the catalog or from source code, never unchecked from a user.</summary>
public readonly record struct SqlName
{
    private SqlName(string quoted) => Quoted = quoted;

    /// <summary>The name between double quotes, ready to stand in a statement.</summary>
    public string Quoted { get; }

    /// <summary>A plain name (column, role, schema), folded as PostgreSQL folds unquoted ones: to lower case.</summary>
    public static SqlName Of(string name) => new(Quote(name.ToLowerInvariant()));

    /// <summary>A name that keeps its case.</summary>
    public static SqlName Exact(string name) => new(Quote(name));

    /// <summary>A table of a schema.</summary>
    public static SqlName Of(string schema, string table) => new($"{Quote(schema.ToLowerInvariant())}.{Quote(table.ToLowerInvariant())}");

    /// <summary>The table of a series.</summary>
    public static SqlName Of(SeriesName series) => Of(series.Namespace, series.Table);

    /// <inheritdoc/>
    public override string ToString() => Quoted;

    private static string Quote(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("a name in SQL is empty or holds a NUL", nameof(name));
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
