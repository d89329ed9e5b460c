namespace NetDrms.Drms.Json;

/// <summary>What a listing calls by names like keywords: facts of a record that are none. Spec 06 §2.4.</summary>
public enum PseudoKeyword
{
    /// <summary>None: a keyword.</summary>
    None,
    /// <summary>Record number; a JSON number.</summary>
    Recnum,
    /// <summary>Storage unit; a JSON number.</summary>
    Sunum,
    /// <summary>Bytes of the files of the listed segments.</summary>
    Size,
    /// <summary>Whether the unit is on line.</summary>
    Online,
    /// <summary>Until when the unit is kept.</summary>
    Retain,
    /// <summary>Whether the unit is archived.</summary>
    Archive,
    /// <summary>The record's directory.</summary>
    RecordDirectory,
    /// <summary>Directory of the log of the session that wrote the record.</summary>
    LogDirectory,
    /// <summary>When the record's directory was changed.</summary>
    DirectoryTime,
    /// <summary>The record's query.</summary>
    Spec,
}
