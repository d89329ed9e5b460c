using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;

namespace NetDrms.Drms.Json;

/// <summary>What both shapes of an answer write of a row: texts without quotes, escaped.</summary>
internal static class RowText
{
    /// <summary>The record's query.</summary>
    public static void Spec(OutputBuffer output, BoundAnswer bound, RecordRow row)
    {
        int start = output.Held.Length;
        bound.Query.WriteRow(output, row, bound.KeyAt);
        JsonText.EscapeBehind(output, start);
    }

    /// <summary>The value of a keyword column, unless it is missing.</summary>
    public static bool TryColumn(OutputBuffer output, BoundAnswer bound, RecordRow row, int column)
    {
        int start = output.Held.Length;
        if (!bound.Cells[column]!.TryWritePresent(output, row, bound.KeywordAt[column]))
            return false;
        JsonText.EscapeBehind(output, start);
        return true;
    }

    /// <summary>The value of any keyword that is read, whatever it is.</summary>
    public static void Keyword(OutputBuffer output, BoundAnswer bound, RecordRow row, int keyword)
    {
        int start = output.Held.Length;
        bound.ImplicitCells[keyword]!.Write(output, row.Keyword(keyword));
        JsonText.EscapeBehind(output, start);
    }

    /// <summary>The record behind a link; false, with nothing written, when there is none.</summary>
    public static bool TryLink(OutputBuffer output, BoundAnswer bound, RecordRow row, int link)
    {
        if (link < 0 || row.StateOfLink(link) != LinkState.Found || bound.LinkQueries[link] is not RecordQueryWriter query)
            return false;
        int start = output.Held.Length;
        if (bound.Columns.Links[link].Link.IsDynamic)
            query.WriteLinked(output, row, link);
        else
            query.WriteByNumber(output, row.Link(link).Recnum);
        JsonText.EscapeBehind(output, start);
        return true;
    }

    /// <summary>The axes of a segment of this record, <c>4096x4096</c>.</summary>
    public static void Dimensions(OutputBuffer output, BoundAnswer bound, RecordRow row, int segment)
    {
        int axes = bound.Columns.Segments[segment].Effective?.Dimensions.Count ?? 0;
        for (int axis = 0; axis < axes; axis++)
        {
            if (axis > 0)
                output.Byte((byte)'x');
            output.Number(row.SegmentAxis(segment, axis));
        }
    }
}
