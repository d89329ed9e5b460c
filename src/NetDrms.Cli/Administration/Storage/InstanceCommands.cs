using System.CommandLine;
using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Daemon;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums start|stop|status</c>, also under the names <c>start-mt-sums.py</c> and <c>stop-mt-sums.py</c>. Spec 04 §4.8.</summary>
internal static class InstanceCommands
{
    /// <summary>The original's scripts, and the commands that they are here.</summary>
    public static IReadOnlyDictionary<string, string> Scripts { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["start-mt-sums.py"] = "start", ["stop-mt-sums.py"] = "stop" };

    private static readonly string[] Levels = ["critical", "error", "warning", "info", "debug"];

    /// <summary>Makes the commands.</summary>
    public static IEnumerable<Command> Create(AdministrationContext context) => [Start(context), Stop(context), Status(context)];

    /// <summary>What the three share.</summary>
    private sealed class Given
    {
        public Argument<string?> Words { get; } = new("daemon") { Description = "The program, written daemon=<path> (drmsd beside drms).", HelpName = "daemon=<path>", Arity = ArgumentArity.ZeroOrOne };
        public Option<string?> Ports { get; } = new("--ports", "-p") { Description = "Ports, separated by commas." };
        public Option<string?> File { get; } = new("--instancesfile", "-i") { Description = "Where the running ones are noted (log/sumsd-instances.txt of the site)." };
        public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print the JSON line only." };

        public string? Daemon(ParseResult parsed) => parsed.GetValue(Words) switch
        {
            null => null,
            string word when word.StartsWith("daemon=", StringComparison.Ordinal) && word.Length > "daemon=".Length => word["daemon=".Length..],
            string word => throw new DrmsException(ErrorCode.Argument, $"\"{word}\" is not daemon=<path>"),
        };

        public int[]? PortList(ParseResult parsed) => parsed.GetValue(Ports)?.Split(',', StringSplitOptions.TrimEntries).Select(static text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
                ? port
                : throw new DrmsException(ErrorCode.Argument, $"\"{text}\" is not a port")).Distinct().ToArray();
    }

    private static Command Start(AdministrationContext context)
    {
        Given given = new();
        Option<string> level = new("--loglevel", "-l") { Description = "Least level of its log lines.", DefaultValueFactory = _ => "info" };
        level.AcceptOnlyFromAmong(Levels);
        Option<string?> log = new("--logfile", "-L") { Description = "Its log (log/sumsd-<port>.log of the site)." };
        Command start = new("start", "Start further storage daemons of the site, each on a port of its own, and wait until they answer. All start, or none.")
        {
            given.Words, given.Ports, given.File, level, log, given.Quiet, context.SiteOption,
        };
        start.SetAction(async (parsed, cancel) =>
        {
            (SiteHome home, SumsOptions sums) = Open(context, parsed);
            InstanceRunner runner = new(home, sums, Sayer(context, parsed.GetValue(given.Quiet)));
            string program = await new DaemonProcess(home, sums, context.Surroundings.Environment).ProgramAsync(given.Daemon(parsed), cancel);
            int[] ports = given.PortList(parsed) ?? [sums.Port];
            using InstanceFile file = await InstanceFile.OpenAsync(FileOf(context, parsed, given, runner), context, cancel);
            DropDead(context, parsed, given, file);
            foreach (int port in ports)
                runner.CheckFree(port);
            await StartAsync(runner, file, program, ports, parsed.GetRequiredValue(level), parsed.GetValue(log) is string path ? Path.GetFullPath(path, context.Surroundings.Folder) : null, cancel);
            await context.Out.WriteLineAsync($$"""{"started": [{{string.Join(", ", ports.Select(port => file.Daemons[program][port]))}}]}""");
            return ExitCode.Ok;
        });
        return start;
    }

    // What this call has started is stopped again when one does not start.
    private static async Task StartAsync(InstanceRunner runner, InstanceFile file, string program, int[] ports, string level, string? log, CancellationToken cancel)
    {
        SortedDictionary<int, int> instances = file.Daemons.TryGetValue(program, out SortedDictionary<int, int>? known) ? known : file.Daemons[program] = [];
        List<int> started = [];
        try
        {
            foreach (int port in ports)
            {
                instances[port] = await runner.StartAsync(program, port, level, log, cancel);
                started.Add(port);
                file.Write();
            }
        }
        catch
        {
            foreach (int port in started)
            {
                if (await runner.StopAsync(program, port, instances[port], CancellationToken.None))
                    instances.Remove(port);
            }
            file.Write();
            throw;
        }
    }

    private static Command Stop(AdministrationContext context)
    {
        Given given = new();
        Command stop = new("stop", "Stop storage daemons that drms sums start has started: sessions have half a minute to close.")
        {
            given.Words, given.Ports, given.File, given.Quiet, context.SiteOption,
        };
        stop.SetAction(async (parsed, cancel) =>
        {
            (SiteHome home, SumsOptions sums) = Open(context, parsed);
            Action<string> say = Sayer(context, parsed.GetValue(given.Quiet));
            InstanceRunner runner = new(home, sums, say);
            string program = await new DaemonProcess(home, sums, context.Surroundings.Environment).ProgramAsync(given.Daemon(parsed), cancel);
            using InstanceFile file = await InstanceFile.OpenAsync(FileOf(context, parsed, given, runner), context, cancel);
            DropDead(context, parsed, given, file);
            SortedDictionary<int, int> instances = file.Daemons.GetValueOrDefault(program) ?? [];
            if (instances.Count == 0)
                say("WARNING: no instances are running - there is nothing to shutdown");
            List<int> ended = [];
            bool all = true;
            foreach (int port in given.PortList(parsed) ?? [.. instances.Keys])
            {
                if (!instances.TryGetValue(port, out int pid))
                {
                    if (instances.Count > 0)
                        say(string.Create(CultureInfo.InvariantCulture, $"invalid port argument {port}"));
                    continue;
                }
                if (await runner.StopAsync(program, port, pid, cancel))
                {
                    instances.Remove(port);
                    ended.Add(port);
                }
                else
                {
                    all = false;
                }
                file.Write();
            }
            file.Write();
            await context.Out.WriteLineAsync($$"""{"terminated": [{{string.Join(", ", ended)}}]}""");
            return all ? ExitCode.Ok : ExitCode.Error;
        });
        return stop;
    }

    private static Command Status(AdministrationContext context)
    {
        Given given = new();
        Command status = new("status", "Show the storage daemons that drms sums start has started. Exit code 1 when one does not answer.") { given.File, context.SiteOption, context.Json };
        status.SetAction(async (parsed, cancel) =>
        {
            (SiteHome home, SumsOptions sums) = Open(context, parsed);
            InstanceRunner runner = new(home, sums, static _ => { });
            using InstanceFile file = await InstanceFile.OpenAsync(FileOf(context, parsed, given, runner), context, cancel);
            List<(string Daemon, int Port, int Pid, string State)> found = [];
            foreach ((string daemon, SortedDictionary<int, int> instances) in file.Daemons)
            {
                foreach ((int port, int pid) in instances)
                    found.Add((daemon, port, pid, !InstanceFile.IsRunning(port, pid) ? "gone" : await runner.PingAsync(port, cancel) is null ? "running" : "silent"));
            }
            if (parsed.GetValue(context.Json))
                WriteJson(context, found);
            else if (found.Count > 0)
                TextTable.Write(context.Out, [">port", ">pid", "state", "daemon"],
                    [.. found.Select(static one => (IReadOnlyList<string>)[one.Port.ToString(CultureInfo.InvariantCulture), one.Pid.ToString(CultureInfo.InvariantCulture), one.State, one.Daemon])]);
            return found.TrueForAll(static one => one.State == "running") ? ExitCode.Ok : ExitCode.Error;
        });
        return status;
    }

    private static (SiteHome Home, SumsOptions Sums) Open(AdministrationContext context, ParseResult parsed)
    {
        SiteHome home = context.Home(parsed);
        SumsOptions sums = SumsOptions.Read(home.Settings.Section("sums"));
        home.Settings.Add(sums.Check());
        home.Settings.ThrowIfMistaken();
        return (home, sums);
    }

    private static string FileOf(AdministrationContext context, ParseResult parsed, Given given, InstanceRunner runner) =>
        parsed.GetValue(given.File) is string named ? Path.GetFullPath(named, context.Surroundings.Folder) : runner.UsualFile;

    private static Action<string> Sayer(AdministrationContext context, bool isQuiet) => isQuiet ? static _ => { } : context.Out.WriteLine;

    private static void DropDead(AdministrationContext context, ParseResult parsed, Given given, InstanceFile file)
    {
        foreach (int pid in file.DropDead())
            Sayer(context, parsed.GetValue(given.Quiet))(string.Create(CultureInfo.InvariantCulture, $"pid {pid} from instances file does not exist"));
    }

    private static void WriteJson(AdministrationContext context, List<(string Daemon, int Port, int Pid, string State)> found) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach ((string daemon, int port, int pid, string state) in found)
        {
            json.WriteStartObject();
            json.WriteString("daemon", daemon);
            json.WriteNumber("port", port);
            json.WriteNumber("pid", pid);
            json.WriteString("state", state);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
