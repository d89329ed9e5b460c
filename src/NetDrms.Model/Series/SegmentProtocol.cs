namespace NetDrms.Model.Series;

/// <summary>File formats of segments. Spec 02 §1.6.</summary>
public enum SegmentProtocol
{
    /// <summary>Any file or directory.</summary>
    Generic,
    /// <summary>The original's raw dump.</summary>
    Bin,
    /// <summary>The raw dump through gzip.</summary>
    BinGz,
    /// <summary>FITS, Rice compressed.</summary>
    Fitz,
    /// <summary>FITS.</summary>
    Fits,
    /// <summary>Recognised, neither read nor written.</summary>
    Msi,
    /// <summary>One FITS cube a storage unit.</summary>
    Tas,
    /// <summary>Recognised, neither read nor written.</summary>
    Dsds,
    /// <summary>Recognised, neither read nor written.</summary>
    Local,
    /// <summary>Recognised, neither read nor written.</summary>
    FitzDep,
    /// <summary>Recognised, neither read nor written.</summary>
    FitsDep,
}
