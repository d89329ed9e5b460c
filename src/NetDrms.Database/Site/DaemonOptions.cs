using System.Net;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Section [daemon]: what the host process drmsd does.</summary>
public sealed record DaemonOptions
{
    private static readonly string[] KnownRoles = ["sums", "steward", "web"];
    private const int NoMonitor = -1;
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>Roles that one drmsd plays; several processes may share them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = KnownRoles;

    /// <summary>Least level of the lines in the log.</summary>
    public string LogLevel { get; init; } = "information";

    /// <summary>TCP port of the pages for operators: state of the storage, <c>/metrics</c>, <c>/healthz</c>. 0 takes a free one, −1 shows none.</summary>
    public int MonitorPort { get; init; } = NoMonitor;

    /// <summary>Address that they are shown at. They hold names and paths, and ask nobody for a password: this machine, or a network of operators.</summary>
    public string MonitorAddress { get; init; } = "127.0.0.1";

    /// <summary>Reads the section.</summary>
    public static DaemonOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        DaemonOptions usual = new();
        return new()
        {
            Roles = section.Texts("roles", usual.Roles),
            LogLevel = section.Text("log_level", usual.LogLevel),
            MonitorPort = (int)section.Integer("monitor_port", usual.MonitorPort, NoMonitor, ushort.MaxValue),
            MonitorAddress = section.Text("monitor_address", usual.MonitorAddress),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        foreach (string role in Roles.Where(r => !KnownRoles.Contains(r)))
        {
            yield return new(ErrorCode.Configuration, $"daemon.roles: there is no role \"{role}\"")
            {
                Hint = NearestName.Hint(role, KnownRoles) ?? $"Roles are {string.Join(", ", KnownRoles)}.",
            };
        }
        if (!IPAddress.TryParse(MonitorAddress, out _))
            yield return new(ErrorCode.Configuration, $"daemon.monitor_address \"{MonitorAddress}\" is not an address in numbers");
        if (!Levels.Contains(LogLevel))
        {
            yield return new(ErrorCode.Configuration, $"daemon.log_level \"{LogLevel}\" is not a level")
            {
                Hint = NearestName.Hint(LogLevel, Levels) ?? $"Levels are {string.Join(", ", Levels)}.",
            };
        }
    }
}
