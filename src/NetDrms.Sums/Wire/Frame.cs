namespace NetDrms.Sums.Wire;

/// <summary>How reading a frame ended.</summary>
internal enum FrameKind
{
    /// <summary>A whole frame.</summary>
    Whole,
    /// <summary>The other side ended between two frames.</summary>
    Ended,
    /// <summary>The other side ended inside a frame.</summary>
    Cut,
    /// <summary>The header is not eight hexadecimal digits; where the next frame begins is not known.</summary>
    BadHeader,
    /// <summary>The header announces more than is read.</summary>
    TooLong,
}

/// <summary>What a reader got.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Body">The message; valid until the next read.</param>
/// <param name="AnnouncedBytes">Length told by the header.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Body = default, uint AnnouncedBytes = 0);
