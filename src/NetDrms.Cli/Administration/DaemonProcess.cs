using System.Diagnostics;
using System.Net.Sockets;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;

namespace NetDrms.Cli.Administration;

/// <summary>The site's drmsd: started in the background, asked whether it answers, stopped.</summary>
/// <param name="home">The site.</param>
/// <param name="sums">Section [sums].</param>
/// <param name="environment">Value of an environment variable, or null.</param>
internal sealed class DaemonProcess(SiteHome home, SumsOptions sums, Func<string, string?> environment)
{
    /// <summary>Names the program when it does not lie beside drms.</summary>
    public const string ProgramVariable = "NETDRMS_DRMSD";

    private const string ProgramName = "drmsd";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly SumsClientOptions Impatient = new() { ConnectLimit = TimeSpan.FromSeconds(2), RequestLimit = TimeSpan.FromSeconds(5), SilenceLimit = TimeSpan.FromSeconds(5) };

    /// <summary>Number of the running process; null when none runs.</summary>
    public int? ProcessId => home.DaemonPid.Read();

    /// <summary>Its log.</summary>
    public string LogFile => Path.Combine(home.LogFolder, "drmsd.log");

    /// <summary>Where it listens.</summary>
    public SumsAddress Address => sums.ClientAddress;

    /// <summary>Asks the storage daemon whether it serves: opens a session, which needs its database as well, and closes it.</summary>
    /// <returns>Null when it answers, else why it does not.</returns>
    public async Task<string?> PingAsync(CancellationToken cancel)
    {
        try
        {
            await using SumsClient client = await SumsClient.ConnectAsync(Address, Impatient, cancel);
            await client.OpenAsync(cancel);
            await client.PingAsync(cancel);
            await client.CloseAsync(cancel);
            return null;
        }
        catch (DrmsException failure)
        {
            return failure.Error.Message;
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException)
        {
            return failure.Message;
        }
    }

    /// <summary>Starts it and waits until it answers; a running one that answers is left alone.</summary>
    /// <exception cref="DrmsException">It did not; the detail holds the last lines of its log.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (ProcessId is not null && await PingAsync(cancel) is null)
            return;
        ServiceAccount account = home.Account;
        string program = await ReachableProgramAsync(account, cancel);
        LogRotation.Prepare(LogFile, account);
        LogRotation.RotateIfLong(LogFile);
        long logStart = new FileInfo(LogFile).Length;
        List<string> command = [.. account.Prefix(), "env", $"USER={account.Name}", $"LOGNAME={account.Name}", program, "--site", home.Folder];
        using Process started = ProgramRun.StartDetached(command, home.Folder, LogFile);
        long start = Stopwatch.GetTimestamp();
        string? why;
        while ((why = ProcessId is null ? "it listens not yet" : await PingAsync(cancel)) is not null)
        {
            if (started.HasExited)
                throw NotStarted($"it ended with exit code {started.ExitCode}", logStart);
            if (Stopwatch.GetElapsedTime(start) > StartPatience)
            {
                started.Kill();
                throw NotStarted($"not ready after {StartPatience.TotalSeconds:0} s: {why}", logStart);
            }
            await Task.Delay(Poll, cancel);
        }
    }

    /// <summary>Stops it: open sessions have the configured time to close. Nothing happens when none runs.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> StopAsync(CancellationToken cancel)
    {
        if (ProcessId is not int id)
            return true;
        TimeSpan patience = TimeSpan.FromSeconds(sums.DrainSeconds) + StopMargin;
        bool wasKilled = false;
        RunningProcess.Terminate(id);
        long start = Stopwatch.GetTimestamp();
        while (RunningProcess.Exists(id))
        {
            if (Stopwatch.GetElapsedTime(start) > patience && !wasKilled)
            {
                RunningProcess.Kill(id);
                wasKilled = true;
            }
            await Task.Delay(Poll, cancel);
        }
        if (wasKilled)
            home.DaemonPid.Delete();
        return !wasKilled;
    }

    /// <summary>The program as the daemon's user can run it: the one that is named, or ours.</summary>
    public Task<string> ProgramAsync(string? named, CancellationToken cancel) => named is null ? ReachableProgramAsync(home.Account, cancel)
        : File.Exists(named) ? Task.FromResult(named)
        : throw new DrmsException(ErrorCode.Argument, $"there is no program \"{named}\"");

    // The daemon's user may not be able to enter the folder of the program (root's clone under /root): it then runs a copy in the site.
    private async Task<string> ReachableProgramAsync(ServiceAccount account, CancellationToken cancel)
    {
        string program = FindProgram();
        ProgramRun reach = await ProgramRun.RunAsync([.. account.Prefix(), "test", "-x", program], "/", null, cancel);
        if (reach.ExitCode == 0)
            return program;
        string folder = Path.Combine(home.Folder, "bin");
        account.CreateFolder(folder, FolderModes.Public);
        // A program that needs its neighbours has an assembly of its name among them; a single file does not.
        string source = File.Exists(program + ".dll") ? Path.GetDirectoryName(program)! + "/." : program;
        ProgramRun copy = await ProgramRun.RunAsync(["cp", "-R", "-u", "--preserve=timestamps", source, folder], "/", null, cancel);
        if (copy.ExitCode != 0)
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not copy {ProgramName} into \"{folder}\"") { Detail = copy.LastLines(5) });
        string own = Path.Combine(folder, Path.GetFileName(program));
        await ProgramRun.RunAsync(["chmod", "-R", "a+rX", folder], "/", null, cancel);
        return own;
    }

    private string FindProgram()
    {
        if (environment(ProgramVariable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named)
                : throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"{ProgramVariable}: there is no program \"{named}\""));
        }
        string? beside = Path.GetDirectoryName(Environment.ProcessPath);
        string[] places = [Path.Combine(beside ?? "", ProgramName), Path.Combine(beside ?? "", ProgramName, ProgramName)];
        return places.FirstOrDefault(File.Exists) ?? throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"there is no {ProgramName} beside drms in \"{beside}\"")
        {
            Hint = $"Install it there, or name it in {ProgramVariable}.",
        });
    }

    private DrmsException NotStarted(string reason, long logStart)
    {
        using FileStream log = new(LogFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Max(logStart, log.Length - 8192), SeekOrigin.Begin);
        using StreamReader text = new(log);
        return new(new DrmsError(ErrorCode.SumsUnavailable, $"could not start {ProgramName}: {reason}")
        {
            Detail = string.Join('\n', text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(10)),
            Hint = $"Its log is {LogFile}",
        });
    }
}
