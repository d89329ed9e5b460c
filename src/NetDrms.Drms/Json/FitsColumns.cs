using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>The keyword columns of an answer with FITS names: a per-segment keyword stands in its segment, if that is listed. Spec 06 §2.5.</summary>
internal sealed class FitsColumns
{
    public FitsColumns(BoundAnswer bound)
    {
        FitsNameList names = new();
        Names = new string[bound.KeywordAt.Length];
        OfSegments = [.. bound.Columns.Segments.Select(_ => new List<int>())];
        Cells = [.. bound.Columns.Keywords.Select(k => k.Effective is KeywordDefinition keyword ? new FitsCell(keyword) : null)];
        for (int i = 0; i < Names.Length; i++)
        {
            if (bound.Plan.Keywords[i].Pseudo != PseudoKeyword.None)
                continue;
            RecordKeyword? keyword = bound.KeywordAt[i] < 0 ? null : bound.Columns.Keywords[bound.KeywordAt[i]].Keyword;
            int segment = keyword?.Segment is int number ? Listed(bound, number) : -1;
            Names[i] = keyword is null ? bound.Plan.Keywords[i].Name : names.Next(keyword.Definition, segment < 0 ? keyword.Segment : null);
            (segment < 0 ? OfRecord : OfSegments[segment]).Add(i);
        }
    }

    /// <summary>Name of each keyword column.</summary>
    public string[] Names { get; }

    /// <summary>The columns that stand in the record.</summary>
    public List<int> OfRecord { get; } = [];

    /// <summary>For each segment that is read the columns that stand in it.</summary>
    public List<int>[] OfSegments { get; }

    /// <summary>Writers of values, by position of the keyword.</summary>
    public FitsCell?[] Cells { get; }

    // Position of the listed segment of that number; −1 for none.
    private static int Listed(BoundAnswer bound, int number)
    {
        for (int i = 0; i < bound.ListedSegments; i++)
        {
            if (bound.Columns.Segments[i].Segment.Number == number)
                return i;
        }
        return -1;
    }
}
