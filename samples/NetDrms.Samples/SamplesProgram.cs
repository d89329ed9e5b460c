using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Samples.Filling;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Samples;

/// <summary>The program <c>samples</c>: fills a site with a miniature of the public solar series.</summary>
internal static class SamplesProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    private const string Help = """
        usage: samples [--site <folder>] [--series <name>,...] [--size <pixels>] [--list]

        Makes the sample series of a running site and the records they lack: pictures of a model Sun with true ephemeris.
        What is there stays; a second run adds nothing.

          --site <folder>      Folder of the site; otherwise $NETDRMS_SITE, or ./site.
          --series <name>,...  Only these series.
          --size <pixels>      Side of a full-disk picture, 32 to 4096; 384 unless told.
          --list               Print the names of the series and change nothing.
          --help               This text.

        Prints a line a series. Exit codes: 0 done, 1 could not be done, 2 wrong arguments.

        """;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string, string?> environment)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        try
        {
            if (!SampleArguments.TryRead(arguments, out SampleArguments? read, out string? mistake))
            {
                await Console.Error.WriteLineAsync($"samples: {mistake}; try --help");
                return Usage;
            }
            if (read.WantsHelp)
                await Console.Out.WriteAsync(Help);
            else if (read.WantsList)
                await Console.Out.WriteLineAsync(string.Join('\n', read.Series.Select(static s => s.Name)));
            else
                await FillAsync(read, environment, stop.Token);
            return Done;
        }
        catch (DrmsException failure)
        {
            return Fail(failure.Error);
        }
        catch (NpgsqlException failure)
        {
            return Fail(new DrmsError(ErrorCode.Database, $"the database refused: {failure.Message}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(new DrmsError(ErrorCode.File, failure.Message));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail(new DrmsError(ErrorCode.Cancelled, "interrupted; series that were reported are complete"));
        }
    }

    private static async Task FillAsync(SampleArguments arguments, Func<string, string?> environment, CancellationToken cancel)
    {
        string folder = SiteHome.Locate(arguments.Site, environment, Directory.GetCurrentDirectory())
            ?? throw new DrmsException(new DrmsError(ErrorCode.Configuration, "no site was named, and there is none in ./site") { Hint = "samples --site <folder>" });
        SiteHome home = SiteHome.Open(folder, environment);
        LeapSecondsFile.Use(home, environment);
        SumsAddress sums = SumsOptions.Read(home.Settings.Section("sums")).ClientAddress;
        home.Settings.ThrowIfMistaken();
        long start = Stopwatch.GetTimestamp();
        await new SiteFiller(home, sums, arguments.Size).FillAsync(arguments.Series, static report => Console.Out.WriteLine(Line(report)), cancel);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"samples: {arguments.Series.Count} series in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    private static string Line(FillReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Series,-22} {(report.IsNew ? "made, " : "")}{report.Added} records added, {report.Present} present, {report.Bytes / 1e6:0.0} MB of pixels, {report.Elapsed.TotalSeconds:0.0} s");

    private static int Fail(DrmsError error)
    {
        Console.Error.WriteLine(string.Join('\n', new[] { $"samples: {error.Message}", error.Detail, error.Hint }.Where(static line => line is not null)));
        return Failed;
    }

    // The session is undone before the program ends.
    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
