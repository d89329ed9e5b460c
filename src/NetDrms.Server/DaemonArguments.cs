using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;

namespace NetDrms.Server;

/// <summary>The command line of drmsd. With a port it is one of several storage daemons of a site, and takes the options of the original's <c>sumsd.py</c>. Spec 04 §3.8.</summary>
internal sealed record DaemonArguments
{
    private static readonly Dictionary<string, string> Levels = new(StringComparer.Ordinal)
    {
        ["critical"] = "critical", ["error"] = "error", ["warning"] = "warning", ["info"] = "information", ["debug"] = "debug",
    };

    /// <summary>Folder of the site; null to look for it.</summary>
    public string? Site { get; private set; }

    /// <summary>Port of a further storage daemon; null for the site's own.</summary>
    public int? Port { get; private set; }

    /// <summary>Least level of the log; null for that of site.toml.</summary>
    public string? LogLevel { get; private set; }

    /// <summary>Most connections; null for that of site.toml.</summary>
    public int? MaxConnections { get; private set; }

    /// <summary>Parts of the SUMS database's address that are not site.toml's.</summary>
    public (string? Host, int? Port, string? Name, string? User) Database { get; private set; }

    /// <summary>Only check the configuration.</summary>
    public bool IsTest { get; private set; }

    /// <summary>Show the help.</summary>
    public bool WantsHelp { get; private set; }

    /// <summary>Reads a command line.</summary>
    public static bool TryParse(string[] words, [NotNullWhen(true)] out DaemonArguments? arguments, [NotNullWhen(false)] out string? mistake)
    {
        DaemonArguments read = new();
        mistake = null;
        for (int i = 0; i < words.Length && mistake is null; i++)
        {
            (string name, string? value) = Split(words[i]);
            if (name is "--help" or "-h")
                read.WantsHelp = true;
            else if (name is "--test" or "-t")
                read.IsTest = true;
            else
                mistake = (value ?? (++i < words.Length ? words[i] : null)) is string given ? read.Take(name, given) : $"{name} needs a value";
        }
        if (mistake is null && read.Port is null && (read.MaxConnections is not null || read.Database != default))
            mistake = "--maxconn and --db… are for a further storage daemon: name its --sockport";
        arguments = mistake is null ? read : null;
        return mistake is null;
    }

    private static (string Name, string? Value) Split(string word)
    {
        int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    // What is wrong, or null.
    private string? Take(string name, string value)
    {
        switch (name)
        {
            case "--site":
                Site = value;
                return null;
            case "--sockport" or "-s":
                Port = Number(value, ushort.MaxValue);
                return Port is null ? $"--sockport {value} is not a port" : null;
            case "--maxconn" or "-m":
                MaxConnections = Number(value, int.MaxValue);
                return MaxConnections is null ? $"--maxconn {value} is not a number" : null;
            case "--loglevel" or "-L":
                LogLevel = Levels.GetValueOrDefault(value);
                return LogLevel is null ? $"--loglevel {value} is none of {string.Join(", ", Levels.Keys)}" : null;
            case "--dbhost" or "-H":
                Database = Database with { Host = value };
                return null;
            case "--dbport" or "-P":
                Database = Database with { Port = Number(value, ushort.MaxValue) };
                return Database.Port is null ? $"--dbport {value} is not a port" : null;
            case "--dbname" or "-N":
                Database = Database with { Name = value };
                return null;
            case "--dbuser" or "-U":
                Database = Database with { User = value };
                return null;
            default:
                return $"there is no option {name}";
        }
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most ? number : null;

    /// <summary>Section [daemon] as this process plays it: a further storage daemon is nothing else.</summary>
    public DaemonOptions Change(DaemonOptions daemon) => daemon with
    {
        LogLevel = LogLevel ?? daemon.LogLevel,
        Roles = Port is null ? daemon.Roles : ["sums"],
        MonitorPort = Port is null ? daemon.MonitorPort : -1,
    };

    /// <summary>Section [sums] as this process plays it: a further storage daemon has a port and a socket of its own, and no TLS, whose port the first one has.</summary>
    public SumsOptions Change(SumsOptions sums) => Port is int port ? sums.ForInstance(port) with { MaxConnections = MaxConnections ?? sums.MaxConnections } : sums;

    /// <summary>The SUMS database as this process reaches it.</summary>
    public DatabaseTarget Change(DatabaseTarget target) => target with
    {
        Host = Database.Host ?? target.Host, Port = Database.Port ?? target.Port, Database = Database.Name ?? target.Database, User = Database.User ?? target.User,
        Password = Database.User is null || Database.User == target.User ? target.Password : null,
    };
}
