namespace NetDrms.Drms.Output.Tables;

/// <summary>A column of a table: name, type and what a reader should know of it.</summary>
/// <param name="Name">Name; unique in the table, whatever the case.</param>
/// <param name="Type">Type of the values.</param>
public sealed record TableField(string Name, FieldType Type)
{
    /// <summary>Unit; empty when there is none. For an instant it is empty, too: see <see cref="Zone"/>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Of an instant: the zone of its text, such as TAI; empty means UTC without a suffix.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Of an instant: the precision of its text, as <c>TimeFormatter</c> takes it.</summary>
    public int Precision { get; init; }

    /// <summary>What kind of quantity it is, in the words of the IVOA (UCD1+); empty when not known.</summary>
    public string Ucd { get; init; } = "";
}
