using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Section [daemon]: what the host process drmsd does.</summary>
public sealed record DaemonOptions
{
    private static readonly string[] KnownRoles = ["sums", "steward", "web"];
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>Roles that one drmsd plays; several processes may share them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = KnownRoles;

    /// <summary>Least level of the lines in the log.</summary>
    public string LogLevel { get; init; } = "information";

    /// <summary>Reads the section.</summary>
    public static DaemonOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        DaemonOptions usual = new();
        return new() { Roles = section.Texts("roles", usual.Roles), LogLevel = section.Text("log_level", usual.LogLevel) };
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
        if (!Levels.Contains(LogLevel))
        {
            yield return new(ErrorCode.Configuration, $"daemon.log_level \"{LogLevel}\" is not a level")
            {
                Hint = NearestName.Hint(LogLevel, Levels) ?? $"Levels are {string.Join(", ", Levels)}.",
            };
        }
    }
}
