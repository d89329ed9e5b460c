using System.Diagnostics;
using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;

namespace NetDrms.Sums.Tests.Journal;

/// <summary>A daemon process.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HostProcess(Process process, int port)
    {
        _process = process;
        Address = SumsAddress.Tcp("127.0.0.1", port);
    }

    public SumsAddress Address { get; }

    public static async Task<HostProcess> StartAsync(TestSums sums, string? failpoint, params string[] more)
    {
        string program = Path.Combine(Path.GetDirectoryName(typeof(HostProcess).Assembly.Location)!, "NetDrms.Sums.Host");
        DatabaseTarget target = sums.Database.Target;
        ProcessStartInfo start = new(program, [target.Host, target.User, target.Database, sums.Drms!.Target.Database, .. more])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment[Failpoint.Variable] = failpoint ?? "";
        Process process = Process.Start(start)!;
        string? port = await process.StandardOutput.ReadLineAsync(Cancel);
        return new(process, port is null ? 1 : int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>Memory that the process has.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>True when it has ended by itself.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(Cancel);
        return _process.ExitCode;
    }

    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        Assert.Equal(0, await EndedAsync());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
