using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Cli.Arguments;
using NetDrms.Cli.Driver;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Cli.Modules;

/// <summary><c>drms time</c>: what a time text means.</summary>
internal sealed class Time : IModule
{
    private const int MaxLineLength = 4096;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "time",
        Summary = "Shows what time texts mean: seconds since 1977.01.01_00:00:00_TAI, and the time as TAI and UTC or in one zone.",
        Unnamed = "<text>…",
        Arguments =
        [
            ArgumentDefinition.Option("zone", ArgumentType.String, "", "zone or scale to print in: UTC, TAI, TDT, ISO, JD, PST …"),
            ArgumentDefinition.Option("precision", ArgumentType.Int, "-99", "decimals of the seconds; -1 minutes, -2 hours, -3 date, -4 month, -5 year; as many as needed by default"),
            ArgumentDefinition.LongFlag("json", "one JSON object a line"),
        ],
        Notes = ["Without a text, texts are read from standard input, one a line. Beside the texts of record sets, the names of epochs (MDI_EPOCH …) and now, now-3d, now+1.5h are understood."],
        Examples = ["drms time 2014.03.01_00:00:22.5_TAI", "drms time now-1d --zone ISO"],
        UsageExitCode = ExitCode.Usage,
        UsesDatabase = false,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string zone = context.Arguments.Text("zone");
        int? precision = context.Arguments.IsGiven("precision") ? context.Arguments.Int("precision") : null;
        if (precision is < -5 or > 15)
            return context.Fail(new DrmsError(ErrorCode.Argument, $"precision {precision} is not between -5 and 15"), ExitCode.Usage);
        bool ok = true;
        foreach (string text in context.Arguments.Unnamed)
            ok &= Show(context, text, zone, precision);
        if (context.Arguments.Unnamed.Count == 0)
        {
            using StreamReader lines = new(context.Surroundings.In.Value, Encoding.UTF8);
            while (await lines.ReadLineAsync(cancel) is string line)
            {
                if (line.Length > 0)
                    ok &= Show(context, line.Length > MaxLineLength ? line[..MaxLineLength] : line, zone, precision);
            }
        }
        return ok ? ExitCode.Ok : ExitCode.Error;
    }

    private static bool Show(ModuleContext context, string text, string zone, int? precision)
    {
        if (!TryRead(text, context.Surroundings.Clock, out DrmsTime time, out int understood))
        {
            context.Out.Flush();
            context.Error.Print(new DrmsError(ErrorCode.Syntax, $"\"{text}\" is not a time")
            {
                ClassicMessage = $"Invalid time string '{text}'.",
                Source = text,
                Span = SourceSpan.Between(Math.Min(understood, Math.Max(0, text.Length - 1)), text.Length),
                Hint = Hint(text, understood),
            });
            return false;
        }
        int decimals = precision ?? Decimals(time.Seconds);
        if (context.Arguments.Flag("json"))
            WriteJson(context, text, time, zone, decimals);
        else
            WriteLine(context, text, time, zone, decimals);
        return true;
    }

    private static void WriteLine(ModuleContext context, string text, DrmsTime time, string zone, int decimals)
    {
        context.Out.Text($"{text}\t{time.Seconds.ToString("R", CultureInfo.InvariantCulture)}\t");
        context.Out.Text(zone.Length > 0
            ? TimeFormatter.Format(time, zone, decimals)
            : $"{TimeFormatter.Format(time, "TAI", decimals)}\t{TimeFormatter.Format(time, "UTC", decimals)}");
        context.Out.EndLine();
    }

    private static void WriteJson(ModuleContext context, string text, DrmsTime time, string zone, int decimals)
    {
        using (Utf8JsonWriter json = new(context.Out, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteNumber("seconds", time.Seconds);
            json.WriteBoolean("missing", time.IsMissing);
            if (zone.Length > 0)
                json.WriteString("time", TimeFormatter.Format(time, zone, decimals));
            json.WriteString("tai", TimeFormatter.Format(time, "TAI", decimals));
            json.WriteString("utc", TimeFormatter.Format(time, "UTC", decimals));
            json.WriteString("iso", TimeFormatter.Format(time, "ISO", decimals));
            json.WriteEndObject();
        }
        context.Out.EndLine();
    }

    // time = epoch name | "now" [ sign duration ] | a time text, whole
    private static bool TryRead(string text, TimeProvider clock, out DrmsTime time, out int understood)
    {
        understood = 0;
        if (TimeEpochs.TryGet(text, out time))
            return true;
        if (text.StartsWith("now", StringComparison.OrdinalIgnoreCase))
        {
            understood = 3;
            string utc = clock.GetUtcNow().ToString("yyyy.MM.dd_HH:mm:ss.fff", CultureInfo.InvariantCulture) + "_UTC";
            if (!TimeScanner.TryScan(utc, ScanMode.Strict, out time, out _))
                return false;
            if (text.Length == 3)
                return true;
            bool ok = TryOffset(text.AsSpan(3), out double seconds);
            time = new DrmsTime(time.Seconds + seconds);
            return ok;
        }
        if (TimeScanner.TryScan(text, ScanMode.Strict, out time, out understood) && understood == text.Length)
            return true;
        _ = TimeScanner.TryScan(text, ScanMode.Compatible, out _, out int compatible);
        understood = Math.Max(understood, compatible);
        return false;
    }

    // offset = sign real ( "s" | "m" | "h" | "d" )
    private static bool TryOffset(ReadOnlySpan<char> text, out double seconds)
    {
        double unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => double.NaN };
        seconds = 0;
        if (text[0] is not ('+' or '-') || double.IsNaN(unit)
            || !double.TryParse(text[..^1], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
            return false;
        seconds = count * unit;
        return true;
    }

    private static string Hint(string text, int understood) =>
        understood > 0 && understood < text.Length
            ? $"The original reads \"{text[..understood]}\" and ignores the rest."
            : "Write it as 2014.03.01_12:00:00_TAI or 2014-03-01T12:00:00Z.";

    // As many decimals as show the value; times before 2145 lie on a grid of 2^-19 s, six decimals tell them apart.
    private static int Decimals(double seconds)
    {
        for (int decimals = 0; decimals < 6; decimals++)
        {
            if (Math.Abs(Math.Round(seconds, decimals) - seconds) < 5e-7)
                return decimals;
        }
        return 6;
    }
}
