namespace NetDrms.Model.Keywords;

/// <summary>The names of the types in definitions and catalogs, and their columns. Spec 02 §1.3, §3.2.</summary>
public static class DrmsTypeNames
{
    private static readonly string[] s_names = ["char", "short", "int", "longlong", "float", "double", "time", "string"];
    private static readonly string[] s_columns =
        ["character(1)", "smallint", "integer", "bigint", "real", "double precision", "double precision", "text"];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => s_names;

    /// <summary>The name in definitions, for example <c>longlong</c>.</summary>
    public static string Name(this DrmsType type) => s_names[(int)type];

    /// <summary>The name in a sentence, for example <c>an int</c>.</summary>
    public static string WithArticle(this DrmsType type) => type == DrmsType.Int ? "an int" : $"a {type.Name()}";

    /// <summary>The type of the column in a series table, for example <c>bigint</c>.</summary>
    public static string ColumnType(this DrmsType type) => s_columns[(int)type];

    /// <summary>True for the four integer types.</summary>
    public static bool IsInteger(this DrmsType type) => type <= DrmsType.LongLong;

    /// <summary>True for float, double and time.</summary>
    public static bool IsReal(this DrmsType type) => type is DrmsType.Float or DrmsType.Double or DrmsType.Time;

    /// <summary>Looks a type up by its name, in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out DrmsType type)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (name.Equals(s_names[i], StringComparison.OrdinalIgnoreCase))
            {
                type = (DrmsType)i;
                return true;
            }
        }
        type = default;
        return false;
    }
}
