using NetDrms.Drms.Records;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Naming;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Making;

/// <summary>Sets keywords of a record from the headers of its FITS files. Spec 03 §3.2, 02 §8.7.</summary>
/// <param name="error">Takes warnings.</param>
/// <param name="map">FITS names to keywords, or null.</param>
internal sealed class HeaderKeywords(ErrorPrinter error, KeywordMap? map)
{
    private const string NotWritten = "no value for this keyword will be written to this record.";

    /// <summary>Sets the keywords that the series has and that are not constant; of several files they must agree.</summary>
    /// <param name="record">The record.</param>
    /// <param name="headers">The headers, with the segments that the files go to.</param>
    public void Set(NewRecord record, IReadOnlyList<(SegmentDefinition Segment, FitsHeader Header)> headers)
    {
        List<(SegmentDefinition Segment, IngestedHeader Header)> all = [.. headers.Select(h => (h.Segment, HeaderIngest.Keywords(h.Header, map)))];
        List<string> order = [];
        Dictionary<string, List<(SegmentDefinition Segment, IngestedKeyword Keyword)>> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach ((SegmentDefinition segment, IngestedHeader header) in all)
        {
            foreach (IngestedKeyword keyword in header.Keywords)
            {
                if (!byName.TryGetValue(keyword.Name, out List<(SegmentDefinition, IngestedKeyword)>? values))
                {
                    byName[keyword.Name] = values = [];
                    order.Add(keyword.Name);
                }
                values.Add((segment, keyword));
            }
        }
        foreach (string name in order)
            Set(record, name, byName[name], all.Count);
    }

    /// <summary>Converts a header's value to the type of a keyword: texts are read, numbers converted.</summary>
    public static bool TryConvert(IngestedKeyword keyword, DrmsType type, out DrmsValue value)
    {
        DrmsValue given = keyword.Value;
        value = DrmsValue.Missing(type);
        if (given.IsMissing)
            return true;
        if (type == DrmsType.String)
        {
            value = given.Type == DrmsType.String ? given : DrmsValue.OfString(keyword.Text);
            return true;
        }
        if (given.Type == DrmsType.String)
            return ValueReader.TryRead(type, given.AsString.AsSpan().Trim(), out value, out _);
        value = ValueConversion.Convert(given, type, out ConversionStatus status);
        return status >= 0;
    }

    private void Set(NewRecord record, string name, List<(SegmentDefinition Segment, IngestedKeyword Keyword)> values, int files)
    {
        SeriesDefinition series = record.Series;
        if (series.TryGetKeyword(name, out KeywordDefinition? definition) && definition.IsPerSegment)
        {
            foreach ((SegmentDefinition segment, IngestedKeyword keyword) in values)
                Set(record, record.Keyword(new RecordKeyword(definition, segment.Number).Name), keyword);
            return;
        }
        if (!RecordKeyword.TryFind(series, name, out RecordKeyword? target) || target.Definition.IsLinked || target.Definition.Kind is KeywordKind.Constant or KeywordKind.Index
            || target.Definition.IsImplicit || (record.ClonedFrom > 0 && ValueAssigner.IsPrime(series, target.Definition)))
            return;
        if (values.Count < files)
            error.Line($"Keyword '{target.Name}' is not present in all segment files;  {NotWritten}");
        else if (values.Any(v => v.Keyword.Value.Type != values[0].Keyword.Value.Type))
            error.Line($"Conflicting data types for keyword '{target.Name}'; {NotWritten}");
        else if (values.Any(v => v.Keyword.Value != values[0].Keyword.Value))
            error.Line($"Conflicting keyword values for keyword '{target.Name}' and no per-segment keyword exists; {NotWritten}");
        else
            Set(record, record.Keyword(target.Name), values[0].Keyword);
    }

    private void Set(NewRecord record, RecordKeyword target, IngestedKeyword keyword)
    {
        if (!TryConvert(keyword, target.Definition.Type, out DrmsValue value))
        {
            error.Warn(new DrmsError(ErrorCode.Fits, $"the header's {keyword.FitsName} = {keyword.Text} does not fit keyword \"{target.Name}\", which is {target.Definition.Type.Name()}; it is skipped"));
            return;
        }
        if (value.IsMissing && keyword.Value.IsMissing && target.Definition.Default is { IsMissing: false })
            return;   // a card without a value says nothing
        record.Set(target, ValueAssigner.Appended(record, target, value));
    }
}
