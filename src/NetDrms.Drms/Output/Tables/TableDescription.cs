namespace NetDrms.Drms.Output.Tables;

/// <summary>What a table is and which columns it has.</summary>
/// <param name="Name">Name, such as that of the series.</param>
/// <param name="Fields">The columns.</param>
public sealed record TableDescription(string Name, IReadOnlyList<TableField> Fields)
{
    /// <summary>What it holds.</summary>
    public string Description { get; init; } = "";

    /// <summary>The record set that was asked for; empty when the table is not of records.</summary>
    public string RecordSet { get; init; } = "";

    /// <summary>How instants are written.</summary>
    public TimeForm Times { get; init; }
}
