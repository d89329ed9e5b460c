namespace NetDrms.Drms.Records;

/// <summary>Which of a record's own columns are read beside its keywords, links and segments.</summary>
[Flags]
public enum RecordParts
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>Record number.</summary>
    Recnum = 1,
    /// <summary>Storage unit.</summary>
    Sunum = 2,
    /// <summary>Slot in the storage unit.</summary>
    Slotnum = 4,
    /// <summary>Session that wrote the record: number and namespace.</summary>
    Session = 8,
    /// <summary>Record number, storage unit and slot.</summary>
    Place = Recnum | Sunum | Slotnum,
    /// <summary>All of them.</summary>
    All = Place | Session,
}
