namespace NetDrms.Model.Series;

/// <summary>Names of segment scopes. Spec 02 §1.6.</summary>
public static class SegmentScopes
{
    private static readonly string[] s_names = ["constant", "variable", "vardim"];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => s_names;

    /// <summary>The name in definitions and in the catalog.</summary>
    public static string Name(this SegmentScope scope) => s_names[(int)scope];

    /// <summary>Looks a scope up by its exact name; the original knows lower case only.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out SegmentScope scope)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (name.SequenceEqual(s_names[i]))
            {
                scope = (SegmentScope)i;
                return true;
            }
        }
        scope = default;
        return false;
    }
}
