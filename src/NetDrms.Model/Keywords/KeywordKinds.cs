namespace NetDrms.Model.Keywords;

/// <summary>Names and classes of keyword kinds. Spec 01 §4.1.</summary>
public static class KeywordKinds
{
    private static readonly (string Name, KeywordKind Kind)[] s_names =
    [
        ("variable", KeywordKind.Variable), ("constant", KeywordKind.Constant), ("index", KeywordKind.Index),
        ("ts_eq", KeywordKind.TsEq), ("slot", KeywordKind.Slot), ("enum", KeywordKind.Enum),
        ("carr", KeywordKind.Carr), ("ts_slot", KeywordKind.TsSlot),
    ];

    /// <summary>True for the kinds that have a companion index keyword.</summary>
    public static bool IsSlotted(this KeywordKind kind) => kind >= KeywordKind.TsEq;

    /// <summary>The name in definitions.</summary>
    public static string Name(this KeywordKind kind) => Array.Find(s_names, pair => pair.Kind == kind).Name;

    /// <summary>Looks a kind up by its name, in any case; <c>index</c> is found too, the reader of definitions refuses it.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out KeywordKind kind)
    {
        foreach ((string known, KeywordKind value) in s_names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                kind = value;
                return true;
            }
        }
        kind = default;
        return false;
    }
}
