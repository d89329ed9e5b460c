using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Overview;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums top</c>: what the storage daemons do now. Spec 04, better 12.</summary>
internal static class TopCommand
{
    private const string Clear = "\u001b[H\u001b[J";

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Option<double> delay = new("--delay", "-d") { Description = "Seconds between two looks.", DefaultValueFactory = static _ => 3, HelpName = "seconds" };
        delay.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double seconds) && !(seconds is >= 0.1 and <= 3600))
                result.AddError("--delay is 0.1 to 3600 seconds");
        });
        Option<bool> once = new("--once") { Description = "Look once, as when the output is no terminal." };
        Command top = new("top", "Show sessions, requests and slow requests of the storage daemons until interrupted.") { delay, once, context.SiteOption, context.Json };
        top.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            bool isLive = context.IsTerminal && !parsed.GetValue(once) && !parsed.GetValue(context.Json);
            do
            {
                IReadOnlyList<DaemonActivity> daemons = await DaemonActivities.ReadAsync(connection, cancel);
                if (parsed.GetValue(context.Json))
                    context.WriteJson(json => Write(json, daemons));
                else
                    await WriteAsync(context, daemons, isLive);
            }
            while (isLive && await WaitAsync(TimeSpan.FromSeconds(parsed.GetValue(delay)), cancel));
            return ExitCode.Ok;
        });
        return top;
    }

    // Interrupting it is the usual way to end it, no failure.
    private static async Task<bool> WaitAsync(TimeSpan delay, CancellationToken cancel)
    {
        await Task.Delay(delay, cancel).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return !cancel.IsCancellationRequested;
    }

    private static async Task WriteAsync(AdministrationContext context, IReadOnlyList<DaemonActivity> daemons, bool isLive)
    {
        using StringWriter page = new() { NewLine = "\n" };
        if (isLive)
            await page.WriteAsync(Clear);
        Write(page, daemons);
        await context.Out.WriteAsync(page.ToString());
        await context.Out.FlushAsync();
    }

    private static void Write(TextWriter page, IReadOnlyList<DaemonActivity> daemons)
    {
        if (daemons.Count == 0)
            page.WriteLine("no storage daemon runs");
        foreach (DaemonActivity daemon in daemons)
        {
            page.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"daemon {daemon.Instance}, process {daemon.ProcessId} on {daemon.Host}, {daemon.Address}: {daemon.Sessions} {(daemon.Sessions == 1 ? "session" : "sessions")}, heard {daemon.SilentSeconds:0} s ago"));
            if (daemon.Requests.Count > 0)
            {
                page.WriteLine();
                TextTable.Write(page, ["request", ">a second", ">failed", ">median ms", ">99 % ms"],
                    [.. daemon.Requests.OrderByDescending(static r => r.PerSecond).Select(static r => (IReadOnlyList<string>)[r.Type, Number(r.PerSecond), Number(r.ErrorsPerSecond), Number(r.MedianMilliseconds), Number(r.LateMilliseconds)])]);
            }
            if (daemon.Open.Count > 0)
            {
                page.WriteLine();
                TextTable.Write(page, [">session", ">age s", ">units", "doing", "client"],
                    [.. daemon.Open.Take(15).Select(static s => (IReadOnlyList<string>)[s.Session.ToString(CultureInfo.InvariantCulture), Number(s.Seconds), Number(s.Units), s.Doing ?? "-", s.Client])]);
            }
            if (daemon.Slowest.Count > 0)
            {
                page.WriteLine();
                TextTable.Write(page, ["slowest", ">ms", "at (UTC)", "answer", "client"],
                    [.. daemon.Slowest.Take(5).Select(static s => (IReadOnlyList<string>)[s.Type, Number(s.Milliseconds), s.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture), s.Status, s.Client])]);
            }
            page.WriteLine();
        }
    }

    private static string Number(double number) => number.ToString(number is 0 or >= 100 ? "0" : number >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<DaemonActivity> daemons)
    {
        json.WriteStartArray();
        foreach (DaemonActivity daemon in daemons)
        {
            json.WriteStartObject();
            json.WriteNumber("instance", daemon.Instance);
            json.WriteString("host", daemon.Host);
            json.WriteNumber("pid", daemon.ProcessId);
            json.WriteString("address", daemon.Address);
            json.WriteString("started", DateTime.SpecifyKind(daemon.Started, DateTimeKind.Utc));
            json.WriteNumber("silent_seconds", Math.Round(daemon.SilentSeconds, 1));
            json.WriteNumber("sessions", daemon.Sessions);
            json.WriteStartArray("requests");
            foreach (RequestRate rate in daemon.Requests)
            {
                json.WriteStartObject();
                json.WriteString("type", rate.Type);
                json.WriteNumber("per_second", Math.Round(rate.PerSecond, 3));
                json.WriteNumber("errors_per_second", Math.Round(rate.ErrorsPerSecond, 3));
                json.WriteNumber("median_ms", rate.MedianMilliseconds);
                json.WriteNumber("late_ms", rate.LateMilliseconds);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteSessions(json, daemon);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSessions(Utf8JsonWriter json, DaemonActivity daemon)
    {
        json.WriteStartArray("open");
        foreach (OpenSession session in daemon.Open)
        {
            json.WriteStartObject();
            json.WriteNumber("session", session.Session);
            json.WriteString("client", session.Client);
            json.WriteNumber("seconds", session.Seconds);
            json.WriteNumber("units", session.Units);
            json.WriteString("doing", session.Doing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("slow");
        foreach (SlowRequest slow in daemon.Slowest)
        {
            json.WriteStartObject();
            json.WriteString("type", slow.Type);
            json.WriteString("status", slow.Status);
            json.WriteString("client", slow.Client);
            json.WriteNumber("milliseconds", slow.Milliseconds);
            json.WriteString("at", DateTime.SpecifyKind(slow.At, DateTimeKind.Utc));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
