using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Samples.Filling;

namespace NetDrms.Samples;

/// <summary>The command line.</summary>
internal sealed record SampleArguments
{
    private const int DefaultSize = 384;
    private const int SmallestSize = 32;
    private const int LargestSize = 4096;

    /// <summary>Folder of the site; null for the usual ones.</summary>
    public string? Site { get; init; }

    /// <summary>The series to fill.</summary>
    public IReadOnlyList<SampleSeries> Series { get; init; } = SampleCatalog.All;

    /// <summary>Pixels of a side of a full disk.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>Only print the help.</summary>
    public bool WantsHelp { get; init; }

    /// <summary>Only list the series.</summary>
    public bool WantsList { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="arguments">What it says.</param>
    /// <param name="mistake">What is wrong with it.</param>
    public static bool TryRead(IReadOnlyList<string> words, [NotNullWhen(true)] out SampleArguments? arguments, [NotNullWhen(false)] out string? mistake)
    {
        arguments = null;
        SampleArguments read = new();
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word is "--help" or "-h")
                read = read with { WantsHelp = true };
            else if (word == "--list")
                read = read with { WantsList = true };
            else if (word is not ("--site" or "--series" or "--size"))
                return Wrong($"unknown option {word}", out mistake);
            else if (++i == words.Count)
                return Wrong($"{word} needs a value", out mistake);
            else if (!TryValue(ref read, word, words[i], out mistake))
                return false;
        }
        mistake = null;
        arguments = read;
        return true;
    }

    private static bool TryValue(ref SampleArguments read, string option, string value, [NotNullWhen(false)] out string? mistake)
    {
        mistake = null;
        if (option == "--site")
            read = read with { Site = value };
        else if (option == "--size")
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size is < SmallestSize or > LargestSize)
                return Wrong($"--size takes {SmallestSize} to {LargestSize} pixels, not \"{value}\"", out mistake);
            read = read with { Size = size };
        }
        else
        {
            string[] names = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            string? unknown = names.FirstOrDefault(static name => !SampleCatalog.All.Any(series => series.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
            if (unknown is not null || names.Length == 0)
                return Wrong($"there is no sample series \"{unknown}\"; --list names them", out mistake);
            read = read with { Series = [.. SampleCatalog.All.Where(series => names.Contains(series.Name, StringComparer.OrdinalIgnoreCase))] };
        }
        return true;
    }

    private static bool Wrong(string what, out string mistake)
    {
        mistake = what;
        return false;
    }
}
