namespace NetDrms.Drms.Output;

/// <summary>Columns of a listing beside keywords and segments, in the order in which they are printed. Spec 03 §2.3.</summary>
[Flags]
public enum ListingParts
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>Record number.</summary>
    Recnum = 1,
    /// <summary>Storage unit.</summary>
    Sunum = 2,
    /// <summary>Canonical record query.</summary>
    Query = 4,
    /// <summary>SUMS: on line, <c>Y</c> or <c>N</c>.</summary>
    Online = 8,
    /// <summary>SUMS: date until which the unit is kept.</summary>
    Retain = 16,
    /// <summary>SUMS: archived.</summary>
    Archive = 32,
    /// <summary>SUMS: tape and file on it.</summary>
    Tape = 64,
    /// <summary>SUMS: bytes of the unit.</summary>
    Size = 128,
    /// <summary>The five columns of the session that wrote the record.</summary>
    Session = 256,
    /// <summary>Behind every segment: unit, protocol, dimensions.</summary>
    SegmentInfo = 512,
    /// <summary>Record directory: in the segments' columns, or a column of its own.</summary>
    Directory = 1024,
    /// <summary>All links.</summary>
    Links = 2048,
}
