namespace NetDrms.Drms.Catalog;

/// <summary>One column of a series table.</summary>
/// <param name="Name">Name in lower case, as the database folds it.</param>
/// <param name="Type">Type in SQL, with NOT NULL or a default where it has one.</param>
public sealed record SeriesColumn(string Name, string Type);
