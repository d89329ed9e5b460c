using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;

namespace NetDrms.Cli.Administration.Storage;

/// <summary>Starts and stops further storage daemons of a site, each a process of its own on a port of its own. Spec 04 §4.8.</summary>
/// <param name="home">The site.</param>
/// <param name="sums">Section [sums].</param>
/// <param name="say">Told the lines of the original.</param>
internal sealed class InstanceRunner(SiteHome home, SumsOptions sums, Action<string> say)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly SumsClientOptions Impatient = new() { ConnectLimit = TimeSpan.FromSeconds(2), RequestLimit = TimeSpan.FromSeconds(5), SilenceLimit = TimeSpan.FromSeconds(5) };

    /// <summary>The usual file of instances.</summary>
    public string UsualFile => Path.Combine(home.LogFolder, "sumsd-instances.txt");

    /// <summary>Refuses a port that somebody listens on.</summary>
    /// <exception cref="DrmsException">It is taken.</exception>
    public void CheckFree(int port)
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            probe.Bind(new IPEndPoint(IPAddress.Parse(sums.Address), port));
            probe.Listen(1);
        }
        catch (SocketException)
        {
            throw new DrmsException(ErrorCode.AlreadyExists, string.Create(CultureInfo.InvariantCulture, $"port {port} is already in use"));
        }
    }

    /// <summary>Starts a daemon and waits until it answers.</summary>
    /// <returns>Its process.</returns>
    /// <exception cref="DrmsException">It does not; it does not run then.</exception>
    public async Task<int> StartAsync(string program, int port, string level, string? logFile, CancellationToken cancel)
    {
        string log = logFile ?? Path.Combine(home.LogFolder, string.Create(CultureInfo.InvariantCulture, $"sumsd-{port}.log"));
        ServiceAccount account = home.Account;
        LogRotation.Prepare(log, account);
        LogRotation.RotateIfLong(log);
        string[] words = ["--site", home.Folder, string.Create(CultureInfo.InvariantCulture, $"--sockport={port}"), $"--loglevel={level}"];
        say($"running {program} {string.Join(' ', words)}");
        using Process started = ProgramRun.StartDetached([.. account.Prefix(), "env", $"USER={account.Name}", $"LOGNAME={account.Name}", program, .. words], home.Folder, log);
        long start = Stopwatch.GetTimestamp();
        while (await PingAsync(port, cancel) is string why)
        {
            bool hasEnded = started.HasExited;
            if (!hasEnded && Stopwatch.GetElapsedTime(start) < StartPatience)
            {
                await Task.Delay(Poll, cancel).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                if (!cancel.IsCancellationRequested)
                    continue;
            }
            if (!hasEnded)
                started.Kill();
            cancel.ThrowIfCancellationRequested();
            throw new DrmsException(new DrmsError(ErrorCode.SumsUnavailable, string.Create(CultureInfo.InvariantCulture, $"could not start the storage daemon on port {port}: {(hasEnded ? $"it ended with exit code {started.ExitCode}" : why)}"))
            {
                Detail = string.Join('\n', File.ReadLines(log).TakeLast(5)), Hint = $"Its log is {log}",
            });
        }
        say(string.Create(CultureInfo.InvariantCulture, $"started instance {program}:{port} (pid {started.Id})"));
        return started.Id;
    }

    /// <summary>Asks a daemon whether it serves.</summary>
    /// <returns>Null when it does, else why not.</returns>
    public async Task<string?> PingAsync(int port, CancellationToken cancel)
    {
        try
        {
            await using SumsClient client = await SumsClient.ConnectAsync(sums.ForInstance(port).ClientAddress, Impatient, cancel);
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

    /// <summary>Stops a daemon: its sessions have half a minute to close.</summary>
    /// <returns>False when it does not end even so.</returns>
    public async Task<bool> StopAsync(string program, int port, int pid, CancellationToken cancel)
    {
        say(string.Create(CultureInfo.InvariantCulture, $"shutting down instance {program}:{port}"));
        say(string.Create(CultureInfo.InvariantCulture, $"sending SIGINT to pid {pid}"));
        RunningProcess.Interrupt(pid);
        if (await HasEndedAsync(port, pid, StopPatience, cancel))
            return true;
        say(string.Create(CultureInfo.InvariantCulture, $"sending SIGKILL to pid {pid}"));
        RunningProcess.Kill(pid);
        return await HasEndedAsync(port, pid, KillPatience, cancel);
    }

    private static async Task<bool> HasEndedAsync(int port, int pid, TimeSpan patience, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        while (InstanceFile.IsRunning(port, pid))
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
                return false;
            await Task.Delay(Poll, cancel);
        }
        return true;
    }
}
