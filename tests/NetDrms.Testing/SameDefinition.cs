using NetDrms.Model.Series;

namespace NetDrms.Testing;

/// <summary>Compares two definitions member by member; records with lists in them do not compare themselves.</summary>
public static class SameDefinition
{
    /// <summary>Throws with the first difference.</summary>
    public static void Check(SeriesDefinition expected, SeriesDefinition actual)
    {
        string left = string.Join('\n', Lines(expected));
        string right = string.Join('\n', Lines(actual));
        if (left == right)
            return;
        string difference = string.Join('\n', Lines(expected).Except(Lines(actual)).Select(line => "- " + line).Concat(Lines(actual).Except(Lines(expected)).Select(line => "+ " + line)));
        throw new InvalidOperationException($"the definitions differ:\n{difference}");
    }

    /// <summary>True when both say the same.</summary>
    public static bool Holds(SeriesDefinition left, SeriesDefinition right) => Lines(left).SequenceEqual(Lines(right));

    private static IEnumerable<string> Lines(SeriesDefinition series)
    {
        SeriesDefinition bare = series with { Keywords = [], Links = [], Segments = [], PrimeKeys = [], DbIndex = null };
        yield return $"{bare}";
        yield return $"prime keys {string.Join(' ', series.PrimeKeys.Select(key => key.Name))}";
        yield return $"index {(series.DbIndex is null ? "none" : string.Join(' ', series.DbIndex))}";
        foreach (KeywordDefinition keyword in series.Keywords)
            yield return $"{keyword} bits {Bits(keyword)}";
        foreach (LinkDefinition link in series.Links)
            yield return $"{link}";
        foreach (SegmentDefinition segment in series.Segments)
            yield return $"{segment with { Dimensions = [], BlockSizes = [] }} [{string.Join(' ', segment.Dimensions)}] [{string.Join(' ', segment.BlockSizes)}]";
    }

    private static string Bits(KeywordDefinition keyword) => keyword.Default.Type switch
    {
        Model.Keywords.DrmsType.String => keyword.Default.AsString,
        Model.Keywords.DrmsType.Time when keyword.Default.IsMissing && !double.IsNaN(keyword.Default.AsDouble) => "missing",   // the catalog keeps whole seconds of it
        <= Model.Keywords.DrmsType.LongLong => $"{keyword.Default.AsInteger}",
        _ => $"{BitConverter.DoubleToInt64Bits(keyword.Default.AsDouble):x16}",
    };
}
