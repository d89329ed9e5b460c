namespace NetDrms.Server.Pages.Records;

/// <summary>A keyword as a column of a table.</summary>
/// <param name="Name">Name that users ask for.</param>
/// <param name="Unit">Unit, or zone of times.</param>
/// <param name="Description">Description without the FITS name.</param>
/// <param name="IsNumber">True when its values line up at the right.</param>
/// <param name="IsPrime">True for a prime key.</param>
public sealed record RecordColumn(string Name, string Unit, string Description, bool IsNumber, bool IsPrime);
