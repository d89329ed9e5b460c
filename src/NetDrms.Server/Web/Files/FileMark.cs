namespace NetDrms.Server.Web.Files;

/// <summary>Marks endpoints that send files as they lie on disk: they are not compressed on their way, so that ranges and entity tags hold.</summary>
internal sealed class FileMark
{
    private FileMark()
    {
    }

    /// <summary>The mark.</summary>
    public static FileMark Instance { get; } = new();
}
