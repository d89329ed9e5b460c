namespace NetDrms.Drms.Json;

/// <summary>The lists of one segment. Those behind the first may be shorter: not every file is compressed or scaled.</summary>
internal sealed class SegmentLists(ColumnStore store)
{
    public HeldColumn Values { get; } = store.Add();

    public HeldColumn Dimensions { get; } = store.Add();

    public HeldColumn Compression { get; } = store.Add();

    public HeldColumn Zeros { get; } = store.Add();

    public HeldColumn Scales { get; } = store.Add();

    public IEnumerable<(string Name, HeldColumn Column)> All =>
        [("values", Values), ("dims", Dimensions), ("cparms", Compression), ("bzeros", Zeros), ("bscales", Scales)];
}
