using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Modules.Driver;

/// <summary>The databases and the storage daemon that a module works with: of a site, changed by the session arguments of the original. Spec 03 §1.6.</summary>
/// <param name="Database">The DRMS database.</param>
/// <param name="Sums">The storage daemon.</param>
internal sealed record SiteAccess(DatabaseTarget Database, SumsAddress Sums)
{
    /// <summary>Connections that a server keeps; null for a command, which makes one.</summary>
    public NpgsqlDataSource? Connections { get; init; }

    /// <summary>The queries of a server that their users can stop.</summary>
    public RunningQueries Queries { get; } = new();

    /// <summary>Definitions that a server remembers for a short time; null for a command.</summary>
    public CatalogCache? Catalog { get; init; }

    /// <summary>Section [export] of the site.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>Most records of a whole series that a server lists at a time; null for a command, which has no limit. Spec 06 §2.6.</summary>
    public long? MaxRecords { get; init; }

    /// <summary>Finds them, and takes the leap seconds that the site names: the site of <c>--site</c>, <c>$NETDRMS_SITE</c> or <c>./site</c>; <c>JSOC_DBHOST</c> alone does without a site.</summary>
    /// <exception cref="DrmsException">There is no site and no <c>JSOC_DBHOST</c>, or site.toml has mistakes.</exception>
    public static SiteAccess Find(SessionArguments session, Surroundings surroundings)
    {
        string? folder = session.Site is null && session.DatabaseHost is not null
            ? null
            : SiteHome.Locate(session.Site, surroundings.Environment, surroundings.Folder);
        if (folder is not null)
        {
            SiteHome site = SiteHome.Open(folder, surroundings.Environment);
            LeapSecondsFile.Use(site, surroundings.Environment);
            SumsAddress sums = SumsOptions.Read(site.Settings.Section("sums")).ClientAddress;
            ExportOptions export = ExportOptions.Read(site.Settings.Section("export"));
            site.Settings.ThrowIfMistaken();
            return new SiteAccess(Changed(site.Drms, session), sums) { Export = export };
        }
        if (session.DatabaseHost is null)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, "no site was named, and there is none in ./site")
            {
                Hint = "Name its folder with --site or in NETDRMS_SITE, or its database with JSOC_DBHOST and JSOC_DBNAME.",
            });
        }
        LeapSecondsFile.Use(null, surroundings.Environment);
        DatabaseTarget bare = new() { Host = "", Database = surroundings.Environment("USER") ?? Environment.UserName, User = surroundings.Environment("USER") ?? Environment.UserName };
        return new SiteAccess(Changed(bare, session), Daemon(surroundings)) { Export = ExportOptions.OfEnvironment(surroundings.Environment) };
    }

    private static DatabaseTarget Changed(DatabaseTarget target, SessionArguments session)
    {
        if (session.DatabaseHost is string text)
        {
            if (!DatabaseTarget.TryReadHost(text, out string host, out int? port))
            {
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"JSOC_DBHOST={text} is not host[:port]")
                {
                    Hint = "Write db.example.org:5432, or the folder of a socket, /run/postgresql:5432.",
                });
            }
            target = target with { Host = host, Port = port ?? target.Port };
        }
        return target with
        {
            Database = session.DatabaseName ?? target.Database,
            User = session.DatabaseUser ?? target.User,
            Password = session.DatabasePassword ?? (session.DatabaseUser is null || session.DatabaseUser == target.User ? target.Password : null),
        };
    }

    // Without a site: NETDRMS_SUMS_ADDRESS and NETDRMS_SUMS_PORT, or the original's usual place; who we are, and how to know the daemon, as in section [sums].
    private static SumsAddress Daemon(Surroundings surroundings) => SumsAddress.Tcp(
        surroundings.Environment("NETDRMS_SUMS_ADDRESS") ?? "127.0.0.1",
        int.TryParse(surroundings.Environment("NETDRMS_SUMS_PORT"), out int given) ? given : SumsAddress.DefaultPort) with
    {
        Token = surroundings.Environment("NETDRMS_SUMS_TOKEN"),
        TokenFile = surroundings.Environment("NETDRMS_SUMS_TOKEN_FILE"),
        TlsAuthority = surroundings.Environment("NETDRMS_SUMS_TLS_CA"),
        TlsCertificate = surroundings.Environment("NETDRMS_SUMS_TLS_CLIENT"),
    };
}
