namespace NetDrms.Model.RecordSets;

/// <summary>Limits and rights of a record-set text.</summary>
public sealed record RecordSetOptions
{
    /// <summary>A user of this machine, without <c>@file</c>.</summary>
    public static RecordSetOptions Local { get; } = new() { Trust = Trust.LocalUser };

    /// <summary>A stranger.</summary>
    public static RecordSetOptions Stranger { get; } = new() { Trust = Trust.Stranger };

    /// <summary>Who wrote the text.</summary>
    public Trust Trust { get; init; }

    /// <summary>Reads <c>@file</c> lists; null refuses them.</summary>
    public IListFileReader? ListFiles { get; init; }

    /// <summary>Longest text, and longest line of a list, in characters.</summary>
    public int MaxLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most elements, lists included.</summary>
    public int MaxElements { get; init; } = 100_000;

    /// <summary>Most <c>@file</c> elements, nested ones included.</summary>
    public int MaxListFiles { get; init; } = 1000;

    /// <summary>How deep lists may name lists.</summary>
    public int MaxListFileDepth { get; init; } = 8;
}
