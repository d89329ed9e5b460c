using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;

namespace NetDrms.Server.Api;

/// <summary>A table that is to be filled from the database.</summary>
/// <param name="Queries">The subsets.</param>
/// <param name="Table">The columns.</param>
/// <param name="Page">Which records.</param>
internal sealed record RecordTableQuery(IReadOnlyList<RecordQuery> Queries, RecordTable Table, RecordPage Page);
