using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Runs recorded rows on a site and gathers what differs.</summary>
internal sealed class RowRunner(GoldenSite site, GoldenExceptions exceptions)
{
    private readonly List<string> _differences = [];

    public RecordNumbers Numbers { get; } = new();

    public int Run { get; private set; }

    /// <summary>True for rows of modules that later issues build; they are known by their module only.</summary>
    public static bool IsNotBuilt(GoldenRow row) => ModuleTable.Create(row.Module) is null;

    /// <summary>Brings the state to where a module that is not built went, by the commands and statements that stand in for it.</summary>
    public Task StandInAsync(GoldenRow row, CancellationToken cancel) => GoOnAsync(row, cancel);

    public async Task CheckAsync(GoldenRow row, CancellationToken cancel)
    {
        Run++;
        foreach ((string name, string text) in row.InputFiles)
            await File.WriteAllTextAsync(Path.Combine(site.WorkFolder, name), text, cancel);
        HashSet<string> before = [.. Directory.EnumerateFileSystemEntries(site.WorkFolder, "*", SearchOption.AllDirectories)];
        IReadOnlyList<long> unitsBefore = await site.UnitsAsync();
        TestRun run = await site.RunAsync(row.Module, [.. row.Args.Skip(1).Select(Filled)], row.Input is null ? null : Filled(row.Input),
            row.Environment.ToDictionary(e => e.Key, e => e.Value), cancel);
        run = run with { Output = Emptied(run.Output), Error = Emptied(run.Error) };
        GoldenRow expected = exceptions.Expected(row);
        string? difference = Compare(expected, run);
        bool hasUnits = exceptions.NamesUnits(row.Id);
        if (exceptions.Has(row.Id) && !hasUnits && Compare(row, run) is null)
            _differences.Add($"{row}\nagrees with the recording after all: take it out of the exceptions\n");
        if (difference is not null)
            _differences.Add($"{row}\n{difference}");
        if (hasUnits || !exceptions.Has(row.Id))
            await CheckFilesAsync(expected, before, unitsBefore, cancel);
        await GoOnAsync(row, cancel);
    }

    private async Task GoOnAsync(GoldenRow row, CancellationToken cancel)
    {
        foreach ((string[] words, string? input) in exceptions.Afterwards(row.Id))
        {
            TestRun after = await site.RunAsync(words[0], [.. words.Skip(1).Select(Filled)], input is null ? null : Filled(input), null, cancel);
            if (after.ExitCode != 0)
                _differences.Add($"{row}\nafterwards {string.Join(' ', words)}: exit {after.ExitCode}\n{after.Error}");
        }
        foreach (string sql in exceptions.Statements(row.Id))
            await site.ExecuteAsync(sql);
    }

    public void AssertAgreement()
    {
        _differences.AddRange(Numbers.Disorder());
        Assert.True(_differences.Count == 0, $"{_differences.Count} of {Run} rows differ\n\n{string.Join("\n", _differences)}");
    }

    private string? Compare(GoldenRow expected, TestRun run)
    {
        (string recorded, string ours) = Numbers.Take(expected.Args, SeriesOf(expected), expected.Output, run.Output);
        (string recordedError, string ourError) = Numbers.Take(expected.Args, SeriesOf(expected), expected.Error, run.Error);
        return GoldenCheck.Difference(expected with { Output = recorded, Error = recordedError }, run with { Output = ours, Error = ourError });
    }

    private async Task CheckFilesAsync(GoldenRow row, HashSet<string> before, IReadOnlyList<long> unitsBefore, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        foreach ((string name, long size) in row.Files)
        {
            FileInfo file = new(Path.Combine(site.WorkFolder, name));
            bool agrees = size < 0 ? file.LinkTarget is not null : file.Exists && (file.Length == size || name.EndsWith(".fits", StringComparison.Ordinal));
            if (!agrees)
                _differences.Add($"{row}\nfile {name} is missing or has {(file.Exists ? file.Length : -1)} bytes, not {size}\n");
        }
        string[] made = [.. Directory.EnumerateFileSystemEntries(site.WorkFolder, "*", SearchOption.AllDirectories).Where(f => !before.Contains(f) && !Directory.Exists(f))
            .Select(f => Path.GetRelativePath(site.WorkFolder, f)).Where(f => !row.Files.ContainsKey(f) && !f.EndsWith('~'))];
        if (made.Length > 0)
            _differences.Add($"{row}\nmade files that were not recorded: {string.Join(", ", made)}\n");
        string[][] units = await Task.WhenAll((await site.UnitsAsync()).Except(unitsBefore).Select(site.FilesOfAsync));
        string Text(IEnumerable<string[]> all) => string.Join(" | ", all.Select(u => string.Join(" ", u)).Order(StringComparer.Ordinal));
        if (Text(units) != Text(row.Units))
            _differences.Add($"{row}\nstorage units: {Text(units)} --- not {Text(row.Units)}\n");
    }

    private static string SeriesOf(GoldenRow row)
    {
        string? set = row.Args.Skip(1).FirstOrDefault(a => !a.StartsWith('-') && a.Contains('.', StringComparison.Ordinal) && !a.StartsWith("key=", StringComparison.Ordinal));
        set = set?.StartsWith("ds=", StringComparison.Ordinal) == true ? set[3..] : set;
        return set is null ? "" : set[..(set.IndexOfAny(['[', '{', ' ']) is int end and >= 0 ? end : set.Length)];
    }

    private string Filled(string text) => text
        .Replace("{files}", Testing.Golden.PathOf("cli_files"), StringComparison.Ordinal)
        .Replace("{jsd}", Testing.Golden.PathOf("jsd"), StringComparison.Ordinal)
        .Replace("{work}", site.WorkFolder, StringComparison.Ordinal);

    private string Emptied(string text) => text
        .Replace(Testing.Golden.PathOf("cli_files"), "{files}", StringComparison.Ordinal)
        .Replace(Testing.Golden.PathOf("jsd"), "{jsd}", StringComparison.Ordinal)
        .Replace(site.WorkFolder, "{work}", StringComparison.Ordinal)
        .Replace($"database '{site.Drms.Target.Database}'", "database 'netdrms'", StringComparison.Ordinal);
}
