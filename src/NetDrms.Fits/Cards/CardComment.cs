using NetDrms.Fits.Naming;

namespace NetDrms.Fits.Cards;

/// <summary>The comment of a card as our exports write it: <c>[unit] (MISSING) text {NAME}</c>, each part optional. Spec 02 §8.4, §8.7.</summary>
/// <param name="Unit">Unit, or null.</param>
/// <param name="IsMissing">True if the value is marked as missing.</param>
/// <param name="Text">The text.</param>
/// <param name="KeywordName">Name of the keyword, or null.</param>
internal readonly record struct CardComment(string? Unit, bool IsMissing, string Text, string? KeywordName)
{
    private const string Missing = "(MISSING)";

    /// <summary>Takes a comment apart.</summary>
    public static CardComment Parse(string comment)
    {
        ReadOnlySpan<char> rest = comment.AsSpan().Trim();
        string? unit = null;
        if (rest.StartsWith("[") && rest.IndexOf(']') is > 1 and int close)
        {
            unit = rest[1..close].Trim().ToString();
            rest = rest[(close + 1)..].TrimStart();
        }
        bool missing = rest.StartsWith(Missing);
        if (missing)
            rest = rest[Missing.Length..].TrimStart();
        string? name = null;
        if (rest.EndsWith("}") && rest.LastIndexOf('{') is >= 0 and int open && rest[(open + 1)..^1].ToString() is var inner && IngestName.IsHint(inner))
        {
            name = inner;
            rest = rest[..open].TrimEnd();
        }
        return new CardComment(string.IsNullOrEmpty(unit) ? null : unit, missing, rest.ToString(), name);
    }
}
