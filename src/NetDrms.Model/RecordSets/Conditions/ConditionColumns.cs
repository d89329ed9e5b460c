using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>The columns of a series table that a condition may name. Spec 01 §1.10, 02 §3.1.</summary>
internal sealed class ConditionColumns
{
    private readonly SeriesDefinition _series;
    private readonly Dictionary<string, (string Shown, ValueKind Kind)> _columns = new(StringComparer.OrdinalIgnoreCase);

    public ConditionColumns(SeriesDefinition series)
    {
        _series = series;
        foreach (string name in (string[])["recnum", "sunum", "slotnum", "sessionid"])
            Add(name, ValueKind.Number);
        Add("sessionns", ValueKind.Text);
        foreach (LinkDefinition link in series.Links)
            Add(link.IsDynamic ? $"ln_{link.Name}_isset" : $"ln_{link.Name}", ValueKind.Number);
        foreach (KeywordDefinition keyword in series.Keywords.Where(keyword => keyword.HasColumn))
        {
            if (!keyword.IsPerSegment)
                Add(keyword.Name, Kind(keyword));
            for (int i = 0; keyword.IsPerSegment && i < series.Segments.Count; i++)
                Add(string.Create(CultureInfo.InvariantCulture, $"{keyword.Name}_{i:D3}"), Kind(keyword));
        }
        foreach (SegmentDefinition segment in series.Segments)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"sg_{segment.Number:D3}_file"), ValueKind.Text);
            for (int axis = 0; segment.Scope == SegmentScope.VarDim && axis < segment.Dimensions.Count; axis++)
                Add(string.Create(CultureInfo.InvariantCulture, $"sg_{segment.Number:D3}_axis{axis:D3}"), ValueKind.Number);
        }
    }

    /// <summary>Finds a column by its name, in any case.</summary>
    public bool TryFind(string name, out ValueKind kind, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        if (_columns.TryGetValue(name, out (string Shown, ValueKind Kind) column))
        {
            kind = column.Kind;
            return true;
        }
        kind = ValueKind.Any;
        // the columns of a dynamic link are called after the prime keys of its target, which are not known here
        if (_series.Links.Any(link => link.IsDynamic && name.Length > link.Name.Length + 4 && name.StartsWith($"ln_{link.Name}_", StringComparison.OrdinalIgnoreCase)))
            return true;
        error = Unknown(name);
        return false;
    }

    private DrmsError Unknown(string name)
    {
        string classic = $"query failed: ERROR:  column \"{name}\" does not exist";
        if (!_series.TryGetKeyword(name, out KeywordDefinition? keyword))
        {
            return new DrmsError(ErrorCode.UnknownKeyword, $"series \"{_series.Name}\" has no keyword or column \"{name}\"")
            {
                Hint = NearestName.Hint(name, _columns.Values.Select(column => column.Shown)),
                ClassicMessage = classic,
            };
        }
        if (keyword.IsPerSegment && keyword.HasColumn)
        {
            return new DrmsError(ErrorCode.UnknownKeyword, $"keyword \"{keyword.Name}\" has a value for each segment")
            {
                Hint = $"Write {keyword.Name}_000 for the first segment.",
                ClassicMessage = classic,
            };
        }
        return new DrmsError(ErrorCode.UnknownKeyword, keyword.IsLinked
            ? $"keyword \"{keyword.Name}\" is read through link \"{keyword.LinkName}\" and cannot stand in a condition"
            : $"keyword \"{keyword.Name}\" is a constant of the series and cannot stand in a condition")
        {
            Detail = "A condition may name the keywords that have a value in each record.",
            ClassicMessage = classic,
        };
    }

    private void Add(string name, ValueKind kind) => _columns.TryAdd(name, (name, kind));

    private static ValueKind Kind(KeywordDefinition keyword) => keyword.Type is DrmsType.String or DrmsType.Char ? ValueKind.Text : ValueKind.Number;
}
