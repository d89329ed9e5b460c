namespace NetDrms.Drms.Json;

/// <summary>Names of the pseudo keywords; lower case only. Spec 06 §2.4, §2.5.</summary>
public static class PseudoKeywords
{
    /// <summary>Reads a name; <see cref="PseudoKeyword.None"/> for everything else.</summary>
    public static PseudoKeyword Parse(string name) => name switch
    {
        "*recnum*" => PseudoKeyword.Recnum,
        "*sunum*" => PseudoKeyword.Sunum,
        "*size*" => PseudoKeyword.Size,
        "*online*" => PseudoKeyword.Online,
        "*retain*" => PseudoKeyword.Retain,
        "*archive*" => PseudoKeyword.Archive,
        "*recdir*" => PseudoKeyword.RecordDirectory,
        "*logdir*" => PseudoKeyword.LogDirectory,
        "*dirmtime*" => PseudoKeyword.DirectoryTime,
        "*spec*" => PseudoKeyword.Spec,
        _ => PseudoKeyword.None,
    };

    /// <summary>The member that holds it in the answer with FITS names.</summary>
    internal static string Member(PseudoKeyword pseudo) => pseudo switch
    {
        PseudoKeyword.Recnum => "recnum",
        PseudoKeyword.Sunum => "sunum",
        PseudoKeyword.Size => "size",
        PseudoKeyword.Online => "online",
        PseudoKeyword.Retain => "expdate",
        PseudoKeyword.Archive => "archive",
        PseudoKeyword.RecordDirectory => "recdir",
        PseudoKeyword.LogDirectory => "logdir",
        PseudoKeyword.DirectoryTime => "dirmtime",
        _ => "spec",
    };

    /// <summary>True for what is not in the record's own row.</summary>
    internal static bool IsLookedUp(PseudoKeyword pseudo) => IsOfUnit(pseudo) || pseudo == PseudoKeyword.LogDirectory;

    /// <summary>True for what only the storage daemon knows.</summary>
    internal static bool IsOfUnit(PseudoKeyword pseudo) => pseudo
        is PseudoKeyword.Size or PseudoKeyword.Online or PseudoKeyword.Retain or PseudoKeyword.Archive or PseudoKeyword.RecordDirectory or PseudoKeyword.DirectoryTime;
}
