using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.Slots;

/// <summary>Numbers the values of a keyword of kind enum: its slot is the place in the list <c>K_vals</c>, from 0. Spec 01 §4.1 (ours; the original cannot set such a keyword).</summary>
public sealed class EnumSlots
{
    private readonly string[] _values;

    private EnumSlots(string[] values) => _values = values;

    /// <summary>The values, in order.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Reads the list of a keyword; false when the definition has none, as an original's.</summary>
    public static bool TryFor(SeriesDefinition series, KeywordDefinition keyword, [NotNullWhen(true)] out EnumSlots? slots)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(keyword);
        slots = series.TryGetKeyword(keyword.Name + "_vals", out KeywordDefinition? list) && list.Default.Type == DrmsType.String && !list.Default.IsMissing
            ? new EnumSlots(list.Default.AsString.Split(',', StringSplitOptions.TrimEntries))
            : null;
        return slots is not null;
    }

    /// <summary>Gives the place of a value.</summary>
    /// <exception cref="DrmsException">It is not in the list, which the error tells.</exception>
    public long IndexOf(DrmsValue value)
    {
        string text = value.Type == DrmsType.String ? value.AsString : value.AsInteger.ToString(CultureInfo.InvariantCulture);
        int place = Array.IndexOf(_values, text);
        return place >= 0
            ? place
            : throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{text}\" is not one of the values {string.Join(", ", _values)}") { Hint = NearestName.Hint(text, _values) });
    }
}
