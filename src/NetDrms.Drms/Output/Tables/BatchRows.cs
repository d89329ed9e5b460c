namespace NetDrms.Drms.Output.Tables;

/// <summary>How many rows are held at a time.</summary>
internal static class BatchRows
{
    /// <summary>Text leaves soon: the first byte is not to wait for many records.</summary>
    public const int ForText = 512;

    private const int LargestArrow = 65_536;
    private const int LeastArrow = 1024;
    private const int ArrowValues = 1_048_576;   // 8 MB of doubles

    /// <summary>Arrow readers like large batches; wide tables get fewer rows, so that a batch stays in bounds.</summary>
    public static int ForArrow(int columns) => Math.Clamp(ArrowValues / Math.Max(columns, 1), LeastArrow, LargestArrow);
}
