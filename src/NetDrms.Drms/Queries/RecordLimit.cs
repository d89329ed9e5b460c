namespace NetDrms.Drms.Queries;

/// <summary>How many records of a subset are wanted, and from which end; they always come in ascending order. Spec 01 §2.5.</summary>
/// <param name="Count">0 = all, positive = that many from the beginning, negative = that many from the end; the modules' <c>n=</c>.</param>
public readonly record struct RecordLimit(long Count)
{
    /// <summary>All records.</summary>
    public static RecordLimit None => default;

    /// <summary>The first records.</summary>
    public static RecordLimit First(long count) => new(count);

    /// <summary>The last records.</summary>
    public static RecordLimit Last(long count) => new(-count);
}
