using System.Security.Cryptography;
using System.Text;
using NetDrms.Database.Cluster;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Where a new site really lies. The folder asked for becomes a link when it cannot hold one itself.</summary>
/// <remarks>
/// Two things hinder: columns wd and online_loc hold 80 characters (spec 04 §2), of which <c>/SUM0/D</c> and a number of 19 digits take 26;
/// and root's site belongs to an unprivileged user, who cannot enter <c>/root</c>.
/// </remarks>
/// <param name="Folder">The real folder.</param>
/// <param name="Link">The folder asked for, when it becomes a link to the real one.</param>
/// <param name="Why">The reason for the link.</param>
public sealed record SitePlace(string Folder, string? Link, string? Why)
{
    /// <summary>Longest path of a site's folder, in bytes.</summary>
    public const int LongestFolder = 80 - 26;

    private const string RootBase = "/var/lib/netdrms";

    /// <summary>Chooses the place of a site.</summary>
    /// <param name="wanted">Full path asked for; a link is followed.</param>
    /// <param name="account">Who the site belongs to.</param>
    /// <param name="cancel">Ends the asking.</param>
    /// <exception cref="DrmsException">There is no place for it.</exception>
    public static async Task<SitePlace> ChooseAsync(string wanted, ServiceAccount account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(account);
        string full = Path.GetFullPath(wanted);
        if (RealFolder(full) is string real && real != full)
            return new(real, null, null);
        string? why = Encoding.UTF8.GetByteCount(full) > LongestFolder ? $"its path is longer than {LongestFolder} bytes"
            : !await CanEnterAsync(full, account, cancel) ? $"user {account.Name} cannot enter it"
            : null;
        if (why is null)
            return new(full, null, null);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..8];
        string better = Path.Combine(account.IsForeign || ServiceAccount.RunningAsRoot ? RootBase : OwnBase(), name);
        if (Encoding.UTF8.GetByteCount(better) > LongestFolder)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"a site cannot lie in \"{full}\": {why}")
            {
                Hint = $"Choose a folder whose path has at most {LongestFolder} bytes: drms site init --site /srv/drms",
            });
        }
        return new(better, full, why);
    }

    /// <summary>The folder that a path stands for, a link followed; it need not exist.</summary>
    public static string RealFolder(string path) =>
        new DirectoryInfo(path).LinkTarget is null ? Path.GetFullPath(path) : Directory.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string OwnBase()
    {
        string? named = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        string home = string.IsNullOrEmpty(named) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share") : named;
        return Path.Combine(home, "netdrms");
    }

    private static async Task<bool> CanEnterAsync(string folder, ServiceAccount account, CancellationToken cancel)
    {
        if (!account.IsForeign)
            return true;
        string above = folder;
        while (!Directory.Exists(above))
            above = Path.GetDirectoryName(above)!;
        ProgramRun run = await ProgramRun.RunAsync([.. account.Prefix(), "test", "-x", above], "/", null, cancel);
        return run.ExitCode == 0;
    }
}
