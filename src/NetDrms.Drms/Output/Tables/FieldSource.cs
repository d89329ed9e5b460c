namespace NetDrms.Drms.Output.Tables;

/// <summary>Where the values of a column of records come from.</summary>
internal enum FieldSource
{
    /// <summary>A keyword.</summary>
    Keyword,
    /// <summary>The record number.</summary>
    Recnum,
    /// <summary>The storage unit.</summary>
    Sunum,
    /// <summary>The record's own query, <c>series[key][key]</c>.</summary>
    Record,
    /// <summary>Address of a segment's file.</summary>
    Segment,
}
