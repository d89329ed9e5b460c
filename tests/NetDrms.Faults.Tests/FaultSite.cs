using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetDrms.Database.Cluster;

namespace NetDrms.Faults.Tests;

/// <summary>A site of real processes with series demo.fault, whose whole state can be written down before and after something goes wrong.</summary>
public sealed class FaultSite : IAsyncLifetime, IAsyncDisposable
{
    private const int HeaderBytes = 2880;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const string Definition = """
        Seriesname:  demo.fault
        Author:      "tests"
        Owner:       demo
        Unitsize:    4
        Archive:     0
        Retention:   10
        Tapegroup:   0
        PrimeKeys:   N
        Description: "records with a time, a text, a file and an image"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
        Keyword: T_OBS, time, variable, record, DRMS_MISSING_VALUE, 0, UTC, "a time"
        Keyword: TXT, string, variable, record, "", %s, none, "a text"
        Data: note, variable, int, 0, none, generic, "any file"
        Data: image, vardim, short, 2, *, *, none, fits, "", 0, 1, "an image"

        """;

    public ProcessSite Site { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Site = await ProcessSite.StartAsync();
        // nothing waits for time to pass: what a dead session left is settled when the daemon starts
        (Site.Environment["NETDRMS_SUMS_ABANDONED_MINUTES"], Site.Environment["NETDRMS_SUMS_DRAIN_SECONDS"]) = ("0", "1");
        await Site.SucceedAsync("site", "down");
        await Site.SucceedAsync("site", "up");
        await Site.SucceedAsync("create_series", Write("fault.jsd", Definition));
        await Site.SucceedAsync("set_info", "-c", "ds=demo.fault", "N=1", "T_OBS=2014.03.01", "TXT=first", $"note={Write("note.txt", "hello")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null)
            await Site.DisposeAsync();
    }

    /// <summary>Writes a text file into the working folder.</summary>
    public string Write(string name, string content)
    {
        string path = Path.Combine(Site.WorkFolder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes a FITS file of width × 8 shorts whose header gives N.</summary>
    public string Fits(string name, int number, int width = 16)
    {
        string[] cards =
        [
            "SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   =                    2",
            string.Create(CultureInfo.InvariantCulture, $"NAXIS1  = {width,20}"), "NAXIS2  =                    8",
            string.Create(CultureInfo.InvariantCulture, $"N       = {number,20}"), "END",
        ];
        byte[] file = new byte[HeaderBytes + (((width * 16) + HeaderBytes - 1) / HeaderBytes * HeaderBytes)];
        Encoding.ASCII.GetBytes(string.Concat(cards.Select(card => card.PadRight(80))).PadRight(HeaderBytes)).CopyTo(file, 0);
        new Random(number).NextBytes(file.AsSpan(HeaderBytes, width * 16));
        string path = Path.Combine(Site.WorkFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>Everything that a command may leave behind: series, rows, units and their folders, half-written files, files in the working folder, commands that still run.</summary>
    public async Task<string> StateAsync()
    {
        string? series = await Site.DrmsValueAsync($"select string_agg(seriesname, ' ' order by seriesname) from demo.drms_series");
        string? rows = await Site.DrmsValueAsync($"select count(*) || ' of ' || count(distinct n) from demo.fault");
        string? tables = await Site.DrmsValueAsync($"select count(*) from pg_class where relnamespace in (select oid from pg_namespace where nspname in ('demo', 'public'))");
        string? units = await Site.SumsValueAsync($"select string_agg(ds_index::text, ' ' order by ds_index) from sum_main");
        string? open = await Site.SumsValueAsync($"select string_agg(step, ' ' order by sunum) from netdrms.sums_unit where step <> 'unconfirmed'");
        string folders = string.Join(' ', Site.UnitFolders().Select(folder => Path.GetFileName(folder)[1..]).Order(StringComparer.Ordinal));
        string parts = string.Join(' ', Directory.EnumerateFiles(Site.Folder, "*.part*", SearchOption.AllDirectories).Where(f => f.Contains("/SUM", StringComparison.Ordinal)));
        string work = string.Join(' ', Directory.EnumerateFileSystemEntries(Site.WorkFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        return $"series {series}\ntables {tables}\nrows {rows}\nunits {units}\nfolders {folders}\nopen {open}\nparts {parts}\nwork {work}\nprocesses {Commands()}";
    }

    /// <summary>Waits until the state is the given one: what a killed or cut-off command left, the daemon removes by itself.</summary>
    public async Task AssertStateAsync(string expected)
    {
        long started = Stopwatch.GetTimestamp();
        string now;
        while ((now = await StateAsync()) != expected && Stopwatch.GetElapsedTime(started) < s_patience)
            await Task.Delay(100, Cancel);
        Assert.Equal(expected, now);
    }

    /// <summary>Asserts that a command said something; shows all that it said when it did not.</summary>
    public static void Says(CommandRun run, string part)
    {
        ArgumentNullException.ThrowIfNull(run);
        string all = run.Output + run.Error;
        Assert.True(all.Contains(part, StringComparison.Ordinal), $"\"{part}\" is not in\n{all}");
    }

    /// <summary>Waits until something is true.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isTrue, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, $"waited in vain until {what}");
            await Task.Delay(20, Cancel);
        }
    }

    /// <summary>Number of records, versions counted.</summary>
    public async Task<int> RecordsAsync() => int.Parse((await Site.DrmsValueAsync($"select count(*) from demo.fault"))!, CultureInfo.InvariantCulture);

    /// <summary>Kills the storage daemon, as kill -9 does.</summary>
    public async Task KillDaemonAsync()
    {
        int daemon = Site.Home.DaemonPid.Read()!.Value;
        RunningProcess.Kill(daemon);
        await WaitAsync(() => Task.FromResult(!RunningProcess.Exists(daemon)), "the daemon is gone");
    }

    /// <summary>Asserts that a record set has so many records, and that every file of theirs is there.</summary>
    public async Task AssertWholeAsync(string set, string segment, int count)
    {
        string[] files = (await Site.SucceedAsync("show_info", "-q", "-P", $"seg={segment}", set)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count, files.Length);
        Assert.All(files, file => Assert.True(File.Exists(file.Trim()), file));
    }

    private int Commands() => Directory.EnumerateDirectories("/proc").Count(IsOurCommand);

    private bool IsOurCommand(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")) == "drms\n" && File.ReadAllText(Path.Combine(process, "environ")).Contains($"NETDRMS_SITE={Site.Folder}\0", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;   // it has ended meanwhile, or is no process
        }
    }
}
