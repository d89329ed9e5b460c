using System.Globalization;
using System.Text.RegularExpressions;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Takes record numbers out of texts and checks at the end that ours come in the order of the recorded ones: the original's have gaps. golden/README.md.</summary>
internal sealed partial class RecordNumbers
{
    private readonly Dictionary<string, List<(long Recorded, long Ours)>> _pairs = [];

    /// <summary>Replaces the record numbers of both texts and remembers which stood for which.</summary>
    /// <param name="args">The command: with -r, the first column of a table is a record number.</param>
    /// <param name="series">The series that the numbers are of.</param>
    public (string Recorded, string Ours) Take(string[] args, string series, string recorded, string ours)
    {
        bool hasColumn = args.Skip(1).Any(a => a.StartsWith('-') && !a.StartsWith("--", StringComparison.Ordinal) && a.Contains('r', StringComparison.Ordinal));
        (string plainRecorded, List<long> recordedNumbers) = Cut(recorded, hasColumn);
        (string plainOurs, List<long> ourNumbers) = Cut(ours, hasColumn);
        if (recordedNumbers.Count == ourNumbers.Count)
        {
            if (!_pairs.TryGetValue(series, out List<(long, long)>? pairs))
                _pairs[series] = pairs = [];
            pairs.AddRange(recordedNumbers.Zip(ourNumbers));
        }
        return (plainRecorded, plainOurs);
    }

    /// <summary>What is wrong with the order; empty when nothing is.</summary>
    public IEnumerable<string> Disorder()
    {
        foreach ((string series, List<(long Recorded, long Ours)> pairs) in _pairs)
        {
            (long Recorded, long Ours)[] ordered = [.. pairs.Distinct().OrderBy(p => p.Recorded).ThenBy(p => p.Ours)];
            for (int i = 1; i < ordered.Length; i++)
            {
                if (ordered[i].Recorded == ordered[i - 1].Recorded || ordered[i].Ours <= ordered[i - 1].Ours)
                    yield return $"{series}: {ordered[i - 1]} and {ordered[i]}";
            }
        }
    }

    private static (string Plain, List<long> Numbers) Cut(string text, bool hasColumn)
    {
        List<long> numbers = [];
        string Replace(Match match)
        {
            numbers.Add(long.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture));
            return match.Value.Replace(match.Groups["n"].Value, "#", StringComparison.Ordinal).TrimStart(' ');
        }
        text = Named().Replace(text, Replace);
        if (hasColumn)
            text = Column().Replace(text, Replace);
        return (text, numbers);
    }

    [GeneratedRegex(@"(?:recnum=|\[:#|Recnum = |Last Recnum:  )(?<n>\d+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"(?m)^ *(?<n>\d+)(?=\t|$)")]
    private static partial Regex Column();
}
