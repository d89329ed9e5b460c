using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Server.Pages.Records;

/// <summary>The keywords that are shown when nobody chose any: the prime keys, and what people look at first.</summary>
internal static class UsualKeywords
{
    private const int MaxBesidePrime = 6;
    private static readonly string[] s_first = ["T_OBS", "DATE__OBS", "DATE_OBS", "WAVELNTH", "EXPTIME", "QUALITY", "DATAMEAN", "DATAMEDN", "DATARMS", "DATAMIN", "DATAMAX", "NOAA_AR", "NPIX", "INSTRUME"];

    /// <summary>Names of the keywords.</summary>
    public static IReadOnlyList<string> Of(SeriesDefinition series)
    {
        List<string> names = [.. series.PrimeKeys.Select(key => series.External(key).Name)];
        int prime = names.Count;
        foreach (string name in s_first)
        {
            if (names.Count < prime + MaxBesidePrime && RecordKeyword.TryFind(series, name, out RecordKeyword? keyword))
                Add(keyword.Name);
        }
        if (names.Count > prime)
            return names;
        foreach (RecordKeyword keyword in RecordKeyword.All(series, withImplicit: false))
        {
            if (names.Count < prime + MaxBesidePrime && keyword.Definition.Kind != KeywordKind.Constant)
                Add(keyword.Name);
        }
        return names;

        void Add(string name)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
                names.Add(name);
        }
    }
}
