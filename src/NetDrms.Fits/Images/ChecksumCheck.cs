namespace NetDrms.Fits.Images;

/// <summary>What is done about CHECKSUM and DATASUM.</summary>
public enum ChecksumCheck
{
    /// <summary>A wrong sum is an error.</summary>
    Verify,
    /// <summary>They are not looked at: for files whose headers were edited by programs that left the sums.</summary>
    Ignore,
}
