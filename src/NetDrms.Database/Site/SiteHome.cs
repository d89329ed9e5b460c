using NetDrms.Database.Cluster;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>A site: its folder, its configuration, and how to reach its parts.</summary>
/// <remarks>Opening reads site.toml and nothing else, so that a command of a few milliseconds may do it.</remarks>
public sealed class SiteHome
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string FolderVariable = "NETDRMS_SITE";

    private const string UsualFolder = "site";

    private SiteHome(SiteSettings settings, SiteOptions options)
    {
        Settings = settings;
        Options = options;
    }

    /// <summary>The configuration, for sections that other rooms read.</summary>
    public SiteSettings Settings { get; }

    /// <summary>Sections [site] and [database].</summary>
    public SiteOptions Options { get; }

    /// <summary>Full path of the folder.</summary>
    public string Folder => Settings.Folder;

    /// <summary>Sockets and process ids; 0700.</summary>
    public string RunFolder => Path.Combine(Folder, "run");

    /// <summary>Logs of cluster and daemon.</summary>
    public string LogFolder => Path.Combine(Folder, "log");

    /// <summary>Names the running drmsd.</summary>
    public PidFile DaemonPid => new(Path.Combine(RunFolder, "drmsd.pid"));

    /// <summary>Address that the running drmsd shows pages and web programs at, as clients on this machine reach it, without a slash at its end; null when it shows none.</summary>
    public string? WebUrl => File.Exists(WebUrlFile) ? File.ReadAllText(WebUrlFile).Trim() : null;

    /// <summary>Holds <see cref="WebUrl"/>.</summary>
    public string WebUrlFile => Path.Combine(RunFolder, "web.url");

    /// <summary>Address that the running drmsd shows operators the state of the storage at, without a slash at its end; null when it does not.</summary>
    public string? MonitorUrl => File.Exists(MonitorUrlFile) ? File.ReadAllText(MonitorUrlFile).Trim() : null;

    /// <summary>Holds <see cref="MonitorUrl"/>.</summary>
    public string MonitorUrlFile => Path.Combine(RunFolder, "monitor.url");

    /// <summary>Data of the private cluster.</summary>
    public string ClusterFolder => Path.Combine(Folder, "cluster");

    /// <summary>Folder of the cluster's socket.</summary>
    public string SocketFolder => Options.Database.SocketFolder is { Length: > 0 } named ? named : RunFolder;

    /// <summary>The operating-system user that cluster, daemon and partitions belong to.</summary>
    /// <exception cref="DrmsException">site.user names nobody.</exception>
    public ServiceAccount Account => ServiceAccount.RunningAsRoot && Options.Identity.User is { Length: > 0 } name
        ? ServiceAccount.Find(name) ?? throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"site.user \"{name}\" is no user of this machine")
        {
            Hint = $"Make it: useradd --system {name}",
        })
        : ServiceAccount.Default();

    /// <summary>The private cluster; only for an embedded database.</summary>
    public PrivateCluster Cluster => new(ClusterFolder, SocketFolder, Path.Combine(LogFolder, "cluster.log"), Account, ClusterDurability.Durable);

    /// <summary>The role that modules use: site.toml's, or the login name of whoever runs this.</summary>
    public string ModuleUser => Options.Database.User is { Length: > 0 } named ? named : Environment.UserName;

    /// <summary>The DRMS database as modules reach it.</summary>
    public DatabaseTarget Drms => Of(Options.Database.Drms, Options.Database.Name) with { User = ModuleUser, Password = PasswordFor(Options.Database.Drms, ModuleUser) };

    /// <summary>The DRMS database as the daemons reach it.</summary>
    public DatabaseTarget DrmsProduction => Of(Options.Database.Drms, Options.Database.Name) with
    {
        User = Options.Database.ProductionUser,
        Password = PasswordFor(Options.Database.Drms, Options.Database.ProductionUser),
    };

    /// <summary>The SUMS database as the daemons reach it.</summary>
    public DatabaseTarget Sums => Of(Options.Database.Sums, SumsName) with
    {
        User = Options.Database.ProductionUser,
        Password = PasswordFor(Options.Database.Sums, Options.Database.ProductionUser),
    };

    /// <summary>The DRMS database for whoever makes roles and schemas.</summary>
    public DatabaseTarget DrmsAdministrator => Of(Options.Database.Drms, Options.Database.Name);

    /// <summary>The SUMS database for whoever makes roles and tables.</summary>
    public DatabaseTarget SumsAdministrator => Of(Options.Database.Sums, SumsName);

    private string SumsName => Options.Database.Name + "_sums";

    /// <summary>Finds the folder of the site that is meant: the one named, <c>$NETDRMS_SITE</c>, or <c>./site</c>.</summary>
    /// <param name="named">What the user named, or null.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <param name="workingFolder">Where relative paths begin.</param>
    /// <returns>Null when nothing names a site and none is here.</returns>
    public static string? Locate(string? named, Func<string, string?> environment, string workingFolder)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if ((string.IsNullOrEmpty(named) ? environment(FolderVariable) : named) is { Length: > 0 } folder)
            return Path.GetFullPath(folder, workingFolder);
        string here = Path.Combine(workingFolder, UsualFolder);
        return File.Exists(Path.Combine(here, SiteSettings.FileName)) ? here : null;
    }

    /// <summary>Opens a site.</summary>
    /// <exception cref="DrmsException">There is none, or [site] or [database] has mistakes; all are told at once.</exception>
    public static SiteHome Open(string folder, Func<string, string?> environment)
    {
        // A folder that was a bad place for a site is a link to a better one: paths in the database are the real ones.
        SiteSettings settings = SiteSettings.Load(SitePlace.RealFolder(folder), environment);
        SiteHome home = new(settings, SiteOptions.Read(settings));
        settings.ThrowIfMistaken();
        return home;
    }

    private DatabaseTarget Of(DatabaseTarget? server, string database) =>
        server ?? new DatabaseTarget { Host = SocketFolder, Database = database, User = PrivateCluster.Superuser };

    // The password of a connection string belongs to its role; users' are in ~/.pgpass.
    private string? PasswordFor(DatabaseTarget? server, string user) =>
        server is null ? null
        : server.User == user ? server.Password
        : user == Options.Database.ProductionUser && Options.Database.ProductionPassword is { Length: > 0 } password ? password
        : null;
}
