using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>One step from a version of schema <c>netdrms</c> to the next; once released it never changes.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Sql">Makes the statements, run as one transaction; several may stand in one text, separated by semicolons.</param>
public sealed record Migration(int Number, string Name, Func<SqlText> Sql);
