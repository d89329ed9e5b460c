using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>The second name of a keyword: the FITS name in its description, where it differs. Spec 06 §2.2.</summary>
internal static class KeywordAlias
{
    /// <summary>The second name; null for a keyword without, and for a per-segment one, whose copies would share it.</summary>
    public static string? Of(KeywordDefinition keyword) =>
        !keyword.IsPerSegment && !keyword.IsImplicit && FitsNames.Bracketed(keyword.Description) is string name && FitsNames.IsLegal(name)
            && !name.Equals(keyword.Name, StringComparison.OrdinalIgnoreCase)
            ? name
            : null;

    /// <summary>Finds a keyword by name or second name, in any case.</summary>
    public static RecordKeyword? Find(SeriesDefinition series, string name)
    {
        if (RecordKeyword.TryFind(series, name, out RecordKeyword? keyword))
            return keyword;
        foreach (KeywordDefinition candidate in series.Keywords)
        {
            if (candidate.Description.StartsWith('[') && name.Equals(Of(candidate), StringComparison.OrdinalIgnoreCase))
                return new RecordKeyword(candidate, null);
        }
        return null;
    }
}
