using NetDrms.Database.Cluster;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Makes a site, or what an existing one lacks: <c>drms site init</c>. A site that cannot be made whole leaves nothing behind.</summary>
/// <param name="environment">Value of an environment variable, or null.</param>
/// <param name="progress">Told what is done.</param>
public sealed class SiteMaker(Func<string, string?> environment, IProgress<string> progress)
{
    /// <summary>Name of the lock in a site's folder that <c>init</c>, <c>up</c> and <c>down</c> take.</summary>
    public const string LockName = "lock";

    /// <summary>How long one of them waits for another.</summary>
    public static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(3);

    private static readonly string[] UsualPartitions = ["SUM0", "SUM1"];

    /// <summary>Makes the site.</summary>
    /// <returns>The site; a private cluster is left running or stopped as it was.</returns>
    /// <exception cref="DrmsException">It cannot be made.</exception>
    public async Task<SiteHome> MakeAsync(SiteRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (string ns in request.Namespaces)
            NamespaceSchema.CheckName(ns);
        ServiceAccount account = await AccountAsync(request, cancel);
        SitePlace place = await SitePlace.ChooseAsync(request.Folder, account, cancel);
        bool isNew = !File.Exists(Path.Combine(place.Folder, SiteSettings.FileName));
        if (isNew && Directory.Exists(place.Folder) && Directory.EnumerateFileSystemEntries(place.Folder).Any(e => Path.GetFileName(e) != LockName))
            throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"folder \"{place.Folder}\" is not empty and holds no site") { Hint = "Choose another folder." });
        if (!isNew && Differs(SiteHome.Open(place.Folder, environment), request))
            throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"there is a site in \"{place.Folder}\", made with other options") { Hint = $"To change it, edit its {SiteSettings.FileName}." });
        UndoList undo = new(progress);
        bool hadFolder = Directory.Exists(place.Folder);
        account.CreateFolder(place.Folder, FolderModes.Public);
        using SiteLock held = await SiteLock.TakeAsync(Path.Combine(place.Folder, LockName), LockPatience, progress, cancel);
        if (isNew)
            undo.Add($"folder {place.Folder}", () => Task.Run(() => Clear(place.Folder, hadFolder)));
        try
        {
            LinkTo(place, undo);
            if (isNew)
                WriteConfiguration(place.Folder, request, account);
            SiteHome home = SiteHome.Open(place.Folder, environment);
            await FillAsync(home, account, request, undo, cancel);
            undo.Keep();
            return home;
        }
        catch
        {
            await undo.UndoAsync();
            throw;
        }
    }

    // What is asked for must be what the site is: an option silently ignored would mislead.
    private static bool Differs(SiteHome home, SiteRequest request)
    {
        SiteOptions present = home.Options;
        return (request.Name ?? present.Identity.Name) != present.Identity.Name
            || (request.Code ?? present.Identity.Code) != present.Identity.Code
            || (request.AccountName ?? present.Identity.User) != present.Identity.User
            || (request.WebPort is int webPort && home.Settings.Section("web").Integer("port", 0, 0, ushort.MaxValue) != webPort)
            || (request.SumsPort is int port && home.Settings.Section("sums").Integer("port", 0, 0, ushort.MaxValue) != port)
            || IsOther(request.Drms, present.Database.Drms)
            || IsOther(request.Sums, present.Database.Sums);
    }

    private static bool IsOther(string? wanted, DatabaseTarget? configured) =>
        wanted is not null && !(ConnectionText.TryRead(wanted, out DatabaseTarget? target, out _) && target == configured);

    private async Task FillAsync(SiteHome home, ServiceAccount account, SiteRequest request, UndoList undo, CancellationToken cancel)
    {
        account.CreateFolder(home.RunFolder, FolderModes.Private);
        account.CreateFolder(home.LogFolder, FolderModes.Public);
        PrivateCluster? started = null;
        if (home.Options.Database.Embedded)
        {
            PrivateCluster cluster = home.Cluster;
            if (!cluster.Folder.IsInitialized)
                progress.Report($"making a PostgreSQL cluster in {cluster.Folder.Path}");
            await cluster.InitializeAsync(cancel);
            if (cluster.Folder.ServerProcess() is null)
            {
                started = cluster;
                undo.Add("the PostgreSQL cluster", () => cluster.StopAsync(CancellationToken.None));
                await cluster.StartAsync(cancel);
            }
        }
        SiteDatabases databases = new(home, progress, undo);
        await databases.MakeAsync(cancel);
        await using (NpgsqlConnection drms = await DatabaseConnection.OpenAsync(home.DrmsAdministrator, cancel))
            await AddUserAsync(drms, request, cancel);
        await using (NpgsqlConnection sums = await DatabaseConnection.OpenAsync(home.SumsAdministrator, cancel))
            await AddPartitionsAsync(sums, home, account, request, cancel);
        if (started is not null)
            await started.StopAsync(cancel);
    }

    private async Task AddUserAsync(NpgsqlConnection connection, SiteRequest request, CancellationToken cancel)
    {
        IReadOnlyList<string> made = await SiteUsers.AddAsync(connection, new UserRequest { Name = request.User, Namespace = SiteUsers.UsualNamespace(request.User) }, Commitment.Real, cancel);
        if (made.Count > 0)
            progress.Report($"making {string.Join(", ", made)}");
        foreach (string ns in request.Namespaces)
        {
            if (await SiteNamespaces.AddAsync(connection, ns, request.Group, request.User, cancel))
                progress.Report($"making namespace {ns}");
        }
    }

    private async Task AddPartitionsAsync(NpgsqlConnection connection, SiteHome home, ServiceAccount account, SiteRequest request, CancellationToken cancel)
    {
        IReadOnlyList<SitePartition> known = await SitePartition.ListAsync(connection, cancel);
        IEnumerable<string> wanted = request.Partitions.Count > 0 ? request.Partitions : known.Count == 0 ? UsualPartitions.Select(p => Path.Combine(home.Folder, p)) : [];
        foreach (string partition in wanted)
        {
            if (await SitePartitions.AddAsync(connection, partition, account, cancel))
                progress.Report($"making partition {partition}");
        }
        foreach (SitePartition missing in known.Where(p => !Directory.Exists(p.Path)))
            progress.Report($"warning: partition {missing.Path} is not there; is its file system mounted?");
    }

    private async Task<ServiceAccount> AccountAsync(SiteRequest request, CancellationToken cancel)
    {
        if (!ServiceAccount.RunningAsRoot)
            return ServiceAccount.Default();
        string file = Path.Combine(Path.GetFullPath(request.Folder), SiteSettings.FileName);
        string? configured = File.Exists(file) ? IdentityOptions.Read(SiteSettings.Load(Path.GetDirectoryName(file)!, environment).Section("site")).User : null;
        string name = (request.AccountName ?? configured) is { Length: > 0 } named ? named : environment("NETDRMS_SITE_USER") is { Length: > 0 } other ? other : ServiceAccount.DefaultName;
        if (ServiceAccount.Find(name) is ServiceAccount account)
            return account;
        if (name != ServiceAccount.DefaultName)
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"there is no user \"{name}\" on this machine") { Hint = $"Make it: useradd --system {name}" });
        progress.Report($"making system user {name}, who runs PostgreSQL and the storage daemon");
        ProgramRun run = await ProgramRun.RunAsync(["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name], "/", null, cancel);
        if (run.ExitCode != 0)
            progress.Report($"could not make it ({run.LastLines(1)}); taking {ServiceAccount.Default().Name}");
        return ServiceAccount.Default();
    }

    private void LinkTo(SitePlace place, UndoList undo)
    {
        if (place.Link is null)
            return;
        progress.Report($"{place.Link} becomes a link to {place.Folder}, since {place.Why}");
        if (Directory.Exists(place.Link))
            Directory.Delete(place.Link);   // empty, or the call fails
        Directory.CreateDirectory(Path.GetDirectoryName(place.Link)!);
        Directory.CreateSymbolicLink(place.Link, place.Folder);
        undo.Add($"link {place.Link}", () => Task.Run(() => Directory.Delete(place.Link)));
    }

    private static void WriteConfiguration(string folder, SiteRequest request, ServiceAccount account)
    {
        string file = Path.Combine(folder, SiteSettings.FileName);
        string part = file + ".part";
        File.WriteAllText(part, SiteTemplate.Text(request));
        // connection strings may hold a password
        File.SetUnixFileMode(part, request.Drms is null ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead : UnixFileMode.UserRead | UnixFileMode.UserWrite);
        account.Own(part);
        File.Move(part, file);
    }

    private static void Clear(string folder, bool keepFolder)
    {
        foreach (string entry in Directory.GetFileSystemEntries(folder))
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }
        if (!keepFolder)
            Directory.Delete(folder);
    }
}
