namespace NetDrms.Drms.Output;

/// <summary>Spelling of a table: <c>show_info</c>'s, or that of its predecessor <c>show_keys</c>. Spec 03 §2.3, §4.</summary>
public sealed class TableLayout
{
    private TableLayout()
    {
    }

    /// <summary>As <c>show_info</c> prints it.</summary>
    public static TableLayout ShowInfo { get; } = new();

    /// <summary>As <c>show_keys</c> prints it.</summary>
    public static TableLayout ShowKeys { get; } = new()
    {
        EndsCellsWithTab = true,
        UnknownKeyword = "MISSING"u8.ToArray(),
        UnknownSegment = "NO_FILENAME"u8.ToArray(),
    };

    /// <summary>True when a tab stands behind the last cell, too (not behind segments).</summary>
    internal bool EndsCellsWithTab { get; private init; }

    internal byte[] UnknownKeyword { get; private init; } = ListingRow.InvalidKeyword;

    internal byte[] UnknownSegment { get; private init; } = ListingRow.InvalidSegment;
}
