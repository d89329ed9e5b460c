namespace NetDrms.Model.Errors;

/// <summary>Kinds of failure; the stable names cross process borders (JSON <c>code</c>). Statuses of the original: spec 02 §6.7.</summary>
public enum ErrorCode
{
    /// <summary>A defect of ours.</summary>
    Internal = 0,
    /// <summary>Text that does not follow its grammar (record set, .jsd, number, time …).</summary>
    Syntax,
    /// <summary>An argument, option or value that cannot be used.</summary>
    Argument,
    /// <summary>A series that is not in the catalog; −10003 in the original.</summary>
    UnknownSeries,
    /// <summary>A keyword that the series does not have; −10006.</summary>
    UnknownKeyword,
    /// <summary>A segment that the series does not have; −10007.</summary>
    UnknownSegment,
    /// <summary>A link that the series does not have, −10005, or one that is not set, −10042.</summary>
    UnknownLink,
    /// <summary>A record that does not exist; −10004.</summary>
    UnknownRecord,
    /// <summary>The thing to be made exists already.</summary>
    AlreadyExists,
    /// <summary>A definition or a value that breaks a rule of the series.</summary>
    Definition,
    /// <summary>The database role may not do this.</summary>
    Permission,
    /// <summary>The database cannot be reached; −10080.</summary>
    DatabaseUnavailable,
    /// <summary>The database refused or cancelled a statement; −10012.</summary>
    Database,
    /// <summary>The storage daemon cannot be reached; −10034.</summary>
    SumsUnavailable,
    /// <summary>The storage daemon refused a request, or a unit is not to be had.</summary>
    Sums,
    /// <summary>A file cannot be read or written; −10041.</summary>
    File,
    /// <summary>A file is not FITS or is damaged; −10056.</summary>
    Fits,
    /// <summary>A mistake in site.toml or an environment variable.</summary>
    Configuration,
    /// <summary>A stated limit was exceeded.</summary>
    Limit,
    /// <summary>The user or a signal stopped the work.</summary>
    Cancelled,
}
