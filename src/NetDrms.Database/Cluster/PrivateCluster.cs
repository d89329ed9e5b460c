using System.Diagnostics;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Cluster;

/// <summary>A PostgreSQL cluster of one's own: a data folder, a unix socket that only its owner can reach, no network, no password.</summary>
/// <remarks>Root runs it as an unprivileged user, an ordinary user as himself. All methods may be repeated.</remarks>
public sealed class PrivateCluster
{
    /// <summary>Name of the cluster's superuser, as in the original's documents.</summary>
    public const string Superuser = "postgres";

    // A socket's path is at most 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock" in the same folder.
    private const int MaxSocketFolderLength = 107 - 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly ServiceAccount _account;
    private readonly ClusterDurability _durability;

    /// <summary>Describes a cluster; nothing is touched yet.</summary>
    /// <param name="dataFolder">Folder of the data.</param>
    /// <param name="socketFolder">Folder of the socket; 0700.</param>
    /// <param name="logFile">File that the server's messages are appended to.</param>
    /// <param name="account">Owner of all of it.</param>
    /// <param name="durability">What it may lose.</param>
    public PrivateCluster(string dataFolder, string socketFolder, string logFile, ServiceAccount account, ClusterDurability durability)
    {
        ArgumentNullException.ThrowIfNull(account);
        Folder = new ClusterFolder(Path.GetFullPath(dataFolder));
        SocketFolder = Path.GetFullPath(socketFolder);
        LogFile = Path.GetFullPath(logFile);
        _account = account;
        _durability = durability;
        if (System.Text.Encoding.UTF8.GetByteCount(SocketFolder) > MaxSocketFolderLength)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"path of the socket's folder \"{SocketFolder}\" is longer than {MaxSocketFolderLength} bytes")
            {
                Hint = "Put the site into a folder with a shorter path, or name a socket folder in site.toml.",
            });
        }
    }

    /// <summary>The data on disk.</summary>
    public ClusterFolder Folder { get; }

    /// <summary>The socket's folder: what clients take as host.</summary>
    public string SocketFolder { get; }

    /// <summary>The server's messages.</summary>
    public string LogFile { get; }

    /// <summary>The programs that serve this data.</summary>
    public PostgresInstallation Installation => Folder.IsInitialized ? PostgresInstallation.FindFor(Folder.MajorVersion) : PostgresInstallation.Find();

    /// <summary>How to reach one of its databases.</summary>
    public DatabaseTarget Target(string database, string user = Superuser) => new() { Host = SocketFolder, Database = database, User = user };

    /// <summary>Makes the data folder if it is not there: locale C, UTF-8, trust on the socket only. A half-made one never stays.</summary>
    public async Task InitializeAsync(CancellationToken cancel)
    {
        if (Folder.IsInitialized)
            return;
        string parent = Path.GetDirectoryName(Folder.Path)!;
        string part = Folder.Path + ".part";
        if (Directory.Exists(Folder.Path) && Directory.EnumerateFileSystemEntries(Folder.Path).Any())
            throw new DrmsException(new DrmsError(ErrorCode.File, $"folder \"{Folder.Path}\" is not empty and holds no PostgreSQL cluster"));
        if (!Directory.Exists(parent))
            _account.CreateFolder(parent, FolderModes.Private);
        DeleteFolder(part);
        try
        {
            _account.CreateFolder(part, FolderModes.Private);
            List<string> command =
            [
                .. _account.Prefix(), Installation.Program("initdb"), "-D", part, "-U", Superuser, "--locale=C", "--encoding=UTF8",
                "--auth-local=trust", "--auth-host=reject", "--no-instructions",
            ];
            if (_durability == ClusterDurability.Disposable)
                command.AddRange(["--no-sync", "--wal-segsize=1"]);
            else
                command.Add("--data-checksums");
            ProgramRun run = await ProgramRun.RunAsync(command, part, null, cancel);
            if (run.ExitCode != 0)
                throw new DrmsException(new DrmsError(ErrorCode.Database, $"could not make a PostgreSQL cluster in \"{Folder.Path}\": initdb ended with {run.ExitCode}") { Detail = run.LastLines(10) });
            if (Directory.Exists(Folder.Path))
                Directory.Delete(Folder.Path);
            Directory.Move(part, Folder.Path);
        }
        finally
        {
            DeleteFolder(part);
        }
    }

    /// <summary>Starts the server and waits until it accepts connections; a running one is left alone.</summary>
    /// <exception cref="DrmsException">It did not start; the detail holds the last lines of its log.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (!Folder.IsInitialized)
            throw new DrmsException(new DrmsError(ErrorCode.File, $"folder \"{Folder.Path}\" holds no PostgreSQL cluster") { Hint = "Make it with drms site init." });
        if (Folder.ServerProcess() is null)
        {
            await ClearRemainsAsync(cancel);
            _account.CreateFolder(SocketFolder, FolderModes.Private);
            if (!Directory.Exists(Path.GetDirectoryName(LogFile)))
                _account.CreateFolder(Path.GetDirectoryName(LogFile)!, FolderModes.Private);
            LogRotation.Prepare(LogFile, _account);
            LogRotation.RotateIfLong(LogFile);
            long logStart = new FileInfo(LogFile).Length;
            using Process server = ProgramRun.StartDetached(ServerCommand(), Folder.Path, LogFile);
            await WaitUntilReadyAsync(server, logStart, cancel);
        }
        else
        {
            await WaitUntilReadyAsync(null, 0, cancel);
        }
    }

    /// <summary>Stops the server: open transactions are rolled back, everything committed is on disk. Nothing happens when none runs.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (Folder.ServerProcess() is not int process)
            return;
        int signal = _durability == ClusterDurability.Disposable ? Posix.SignalQuit : Posix.SignalInterrupt;
        _ = Posix.Kill(process, signal);   // an error means that it has gone meanwhile
        long start = Stopwatch.GetTimestamp();
        while (RunningProcess.Exists(process))   // longer than the pid file: its last act is to leave
        {
            if (Stopwatch.GetElapsedTime(start) > StopPatience)
                throw new DrmsException(new DrmsError(ErrorCode.Database, $"PostgreSQL (process {process}) did not stop in {StopPatience.TotalSeconds:0} s") { Detail = LastLogLines(0) });
            await Task.Delay(Poll, cancel);
        }
    }

    // What a killed server leaves: its last processes for a moment, and files that name its number.
    private async Task ClearRemainsAsync(CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        while (Folder.HasRemains() && Stopwatch.GetElapsedTime(start) < StopPatience)
            await Task.Delay(Poll, cancel);
        Folder.RemoveStalePidFile();
        Folder.RemoveStaleSocketLock(Path.Combine(SocketFolder, $".s.PGSQL.{DatabaseTarget.DefaultPort}"));
    }

    private List<string> ServerCommand()
    {
        List<string> command =
        [
            .. _account.Prefix(), Installation.Server, "-D", Folder.Path,
            "-c", "listen_addresses=", "-c", $"unix_socket_directories={QuotedListItem(SocketFolder)}", "-c", "unix_socket_permissions=0700",
            "-c", $"port={DatabaseTarget.DefaultPort}", "-c", "logging_collector=off", "-c", "log_line_prefix=%m [%p] %q%u@%d ",
        ];
        string[] settings = _durability == ClusterDurability.Disposable
            ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "shared_buffers=32MB", "max_connections=100", "jit=off"]
            : ["fsync=on", "full_page_writes=on", "jit=off", "random_page_cost=1.1"];   // listings stream in the order of an index instead of sorting
        foreach (string setting in settings)
            command.AddRange(["-c", setting]);
        return command;
    }

    private async Task WaitUntilReadyAsync(Process? server, long logStart, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        while (!Folder.IsReady())
        {
            if (server is { HasExited: true } || (server is null && Folder.ServerProcess() is null))
                throw NotStarted("it ended at once", logStart);
            if (Stopwatch.GetElapsedTime(start) > StartPatience)
                throw NotStarted($"it was not ready after {StartPatience.TotalSeconds:0} s", logStart);
            await Task.Delay(Poll, cancel);
        }
    }

    private DrmsException NotStarted(string reason, long logStart) =>
        new(new DrmsError(ErrorCode.DatabaseUnavailable, $"could not start PostgreSQL in \"{Folder.Path}\": {reason}")
        {
            Detail = LastLogLines(logStart),
            Hint = $"Its log is {LogFile}",
        });

    private string LastLogLines(long from)
    {
        if (!File.Exists(LogFile))
            return "The server wrote no log.";
        using FileStream log = new(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Max(from, log.Length - 8192), SeekOrigin.Begin);
        using StreamReader text = new(log);
        return string.Join('\n', text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(10));
    }

    // unix_socket_directories is a list: a folder with a comma or a blank stands in double quotes.
    private static string QuotedListItem(string folder) => $"\"{folder.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
