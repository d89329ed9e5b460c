using System.Globalization;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>Names of keywords as in exported FITS headers, in the order of a listing. Spec 06 §2.5, §10.2, 02 §8.2.</summary>
/// <remarks>Two keywords may have the same name: lists of JSON can hold both, and the original's do.</remarks>
public sealed class FitsNameList
{
    private const int Longest = 8;

    private int _nameless;

    /// <summary>The name of the next keyword; <c>???01</c> for one that no header can hold.</summary>
    /// <param name="keyword">The keyword.</param>
    /// <param name="segment">Number of the copy of a per-segment keyword, whose name has it as long as there is room; null for the name without.</param>
    public string Next(KeywordDefinition keyword, int? segment)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        string name = FitsNames.Of(keyword);
        if (segment is int number && FitsNames.Bracketed(keyword.Description) is null)
        {
            string numbered = string.Create(CultureInfo.InvariantCulture, $"{keyword.Name.ToUpperInvariant()}_{number:000}");
            if (numbered.Length <= Longest && FitsNames.IsLegal(numbered))
                name = numbered;
        }
        return FitsNames.IsLegal(name) && !FitsNames.IsReserved(name) ? name : string.Create(CultureInfo.InvariantCulture, $"???{++_nameless:00}");
    }
}
