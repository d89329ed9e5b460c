namespace NetDrms.Server.Roles;

/// <summary>Logs, in the site's folder of logs, that this process keeps short; each is one process's.</summary>
/// <param name="Names">Names of the files.</param>
internal sealed record KeptLogs(IReadOnlyList<string> Names);
