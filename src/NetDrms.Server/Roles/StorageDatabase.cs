using NetDrms.Database.Sql;

namespace NetDrms.Server.Roles;

/// <summary>The SUMS database that the storage daemon of this process serves: the site's, or the one that its command line names.</summary>
/// <param name="Target">Where it is.</param>
internal sealed record StorageDatabase(DatabaseTarget Target);
