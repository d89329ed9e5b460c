namespace NetDrms.Drms.Output.Tables;

/// <summary>A column of a table of records, before it is known what a series has for it.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Source">What it shows.</param>
/// <param name="Of">Name of the keyword or segment.</param>
internal sealed record RecordTableColumn(string Name, FieldSource Source, string Of);
