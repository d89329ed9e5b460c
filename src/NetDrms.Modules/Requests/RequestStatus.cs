namespace NetDrms.Modules.Requests;

/// <summary>Status numbers of answers. Spec 06 §5.5.</summary>
internal static class RequestStatus
{
    /// <summary>Stopped by its user.</summary>
    public const int Stopped = -1;

    /// <summary>Complete.</summary>
    public const int Complete = 0;

    /// <summary>Too large.</summary>
    public const int TooLarge = 3;

    /// <summary>Failed.</summary>
    public const int Failed = 4;

    /// <summary>The id is not known, or not yet.</summary>
    public const int Unknown = 6;

    /// <summary>Files are off line.</summary>
    public const int Offline = 25;
}
