using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Sums.Daemon;

namespace NetDrms.Cli.Administration;

/// <summary>A unit by which systemd runs a site: drmsd itself where the databases are servers of their own, else the commands that start and stop the private cluster as well.</summary>
internal static class SystemdUnit
{
    private const int StopMarginSeconds = 30;

    /// <summary>Writes the unit.</summary>
    /// <param name="home">The site.</param>
    /// <param name="sums">Section [sums].</param>
    /// <param name="drms">The program drms.</param>
    /// <param name="drmsd">The program drmsd.</param>
    public static string Of(SiteHome home, SumsOptions sums, string drms, string drmsd)
    {
        string stop = ((long)sums.DrainSeconds + StopMarginSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return home.Options.Database.Embedded ? $"""
            [Unit]
            Description=NetDRMS site {home.Options.Identity.Name}
            After=network.target local-fs.target
            RequiresMountsFor={Quoted(home.Folder)}

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            {User(home)}ExecStart={Quoted(drms)} site up --site {Quoted(home.Folder)}
            ExecStop={Quoted(drms)} site down --site {Quoted(home.Folder)}
            TimeoutStartSec=180
            TimeoutStopSec={stop}
            LimitNOFILE=65536

            [Install]
            WantedBy=multi-user.target

            """ : $"""
            [Unit]
            Description=NetDRMS daemons of site {home.Options.Identity.Name}
            After=network-online.target postgresql.service
            Wants=network-online.target
            RequiresMountsFor={Quoted(home.Folder)}

            [Service]
            Type=notify
            {User(home)}ExecStart={Quoted(drmsd)} --site {Quoted(home.Folder)}
            Restart=on-failure
            TimeoutStopSec={stop}
            LimitNOFILE=65536
            NoNewPrivileges=yes
            PrivateTmp=yes

            [Install]
            WantedBy=multi-user.target

            """;
    }

    // root's own commands change the user by themselves.
    private static string User(SiteHome home) => home.Options.Database.Embedded && ServiceAccount.RunningAsRoot ? "" : $"User={home.Account.Name}\n";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"" : path.Replace("%", "%%", StringComparison.Ordinal);
}
