using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

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
            ArgumentDefinition.LongFlag("leap-seconds", "show which leap seconds are known, and from where"),
        ],
        Notes = ["Without a text, texts are read from standard input, one a line. Beside the texts of record sets, the names of epochs (MDI_EPOCH …) and now, now-3d, now+1.5h are understood."],
        Examples = ["drms time 2014.03.01_00:00:22.5_TAI", "drms time now-1d --zone ISO"],
        UsageExitCode = ExitCode.Usage,
        UsesDatabase = false,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string? source = UseLeapSeconds(context);
        if (context.Arguments.Flag("leap-seconds"))
            return ShowLeapSeconds(context, source);
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

    // A time needs no site, but if there is one, its table counts.
    private static string? UseLeapSeconds(ModuleContext context)
    {
        Surroundings surroundings = context.Surroundings;
        string? folder = SiteHome.Locate(context.Arguments.Session.Site, surroundings.Environment, surroundings.Folder);
        return LeapSecondsFile.Use(folder is null ? null : SiteHome.Open(folder, surroundings.Environment), surroundings.Environment);
    }

    private static int ShowLeapSeconds(ModuleContext context, string? source)
    {
        LeapSeconds table = LeapSeconds.Current;
        context.Out.Text($"{table.Count} leap seconds, the last before {TimeFormatter.Format(new DrmsTime(table.Steps[^1]), "UTC", 0)}, {source ?? "built in"}\n");
        return ExitCode.Ok;
    }

    private static bool Show(ModuleContext context, string text, string zone, int? precision)
    {
        if (!TimeDescription.TryDescribe(text, context.Surroundings.Clock, out TimeDescription? description, out DrmsError? error))
        {
            context.Out.Flush();
            context.Error.Print(error);
            return false;
        }
        if (precision is not null)
            description = description with { Decimals = precision.Value };
        if (context.Arguments.Flag("json"))
            WriteJson(context, description, zone);
        else
            WriteLine(context, description, zone);
        return true;
    }

    private static void WriteLine(ModuleContext context, TimeDescription time, string zone)
    {
        context.Out.Text($"{time.Text}\t{time.Time.Seconds.ToString("R", CultureInfo.InvariantCulture)}\t");
        context.Out.Text(zone.Length > 0 ? time.In(zone) : $"{time.Tai}\t{time.Utc}");
        context.Out.EndLine();
    }

    private static void WriteJson(ModuleContext context, TimeDescription time, string zone)
    {
        using (Utf8JsonWriter json = new(context.Out, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("text", time.Text);
            json.WriteNumber("seconds", time.Time.Seconds);
            json.WriteBoolean("missing", time.IsMissing);
            if (zone.Length > 0)
                json.WriteString("time", time.In(zone));
            json.WriteString("tai", time.Tai);
            json.WriteString("utc", time.Utc);
            json.WriteString("tdt", time.Tdt);
            json.WriteString("iso", time.Iso);
            json.WriteNumber("jd", time.JulianDay);
            json.WriteNumber("mjd", time.ModifiedJulianDay);
            json.WriteNumber("unix", time.UnixSeconds);
            json.WriteStartArray("notes");
            foreach (string note in time.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        context.Out.EndLine();
    }
}
