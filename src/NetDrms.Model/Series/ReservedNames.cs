namespace NetDrms.Model.Series;

/// <summary>Names that a keyword, link or table may not have. Spec 02 §1.3.</summary>
public static class ReservedNames
{
    private static readonly HashSet<string> s_original = Words("""
        ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN CONSTRAINT CREATE CURRENT_DATE
        CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FOR
        FOREIGN FROM GRANT GROUP HAVING IN INITIALLY INTERSECT INTO LEADING LIMIT LOCALTIME LOCALTIMESTAMP NEW NOT NULL OFF
        OFFSET OLD ON ONLY OR ORDER PLACING PRIMARY REFERENCES RETURNING SELECT SESSION_USER SOME SYMMETRIC TABLE THEN TO
        TRAILING TRUE UNION UNIQUE USER USING WHEN WHERE AUTHORIZATION BETWEEN BINARY CROSS FREEZE FULL ILIKE INNER IS ISNULL
        JOIN LEFT LIKE NATURAL NOTNULL OUTER OVERLAPS RIGHT SIMILAR VERBOSE
        """);

    // what PostgreSQL 15 reserves beyond the original's list, so that the original's unquoted CREATE TABLE fails
    private static readonly HashSet<string> s_database = Words("""
        COLLATION CONCURRENTLY CURRENT_CATALOG CURRENT_SCHEMA FETCH LATERAL TABLESAMPLE VARIADIC WINDOW WITH
        """);

    private static readonly HashSet<string> s_columns = Words("""
        RECNUM SUNUM SLOTNUM SESSIONID SESSIONNS TABLEOID XMIN CMIN XMAX CMAX CTID
        """);

    /// <summary>True for the words that the original refuses. A name with an underscore is only compared from its first underscore on, with <c>_index</c>.</summary>
    public static bool IsReserved(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int underscore = name.IndexOf('_', StringComparison.Ordinal);
        return underscore < 0 ? s_original.Contains(name) : name.AsSpan(underscore).Equals("_index", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for words that the database does not take as a plain name.</summary>
    public static bool IsDatabaseWord(string name) => s_original.Contains(name) || s_database.Contains(name);

    /// <summary>True for the names of columns that every series table has, or that belong to links and segments: <c>recnum</c>, <c>ln_…</c>, <c>sg_000_…</c>.</summary>
    public static bool IsSystemColumn(string name) =>
        s_columns.Contains(name)
        || name.StartsWith("ln_", StringComparison.OrdinalIgnoreCase)
        || (name.Length >= 7 && name.StartsWith("sg_", StringComparison.OrdinalIgnoreCase) && name[6] == '_'
            && char.IsAsciiDigit(name[3]) && char.IsAsciiDigit(name[4]) && char.IsAsciiDigit(name[5]));

    /// <summary>True for <c>[A-Za-z_][A-Za-z0-9_]*</c>, which needs no quotes anywhere.</summary>
    public static bool IsPlain(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || (!char.IsAsciiLetter(name[0]) && name[0] != '_'))
            return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }
        return true;
    }

    private static HashSet<string> Words(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
