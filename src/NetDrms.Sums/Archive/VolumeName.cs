using System.Globalization;

namespace NetDrms.Sums.Archive;

/// <summary>Rules of the names of volumes; they become names of folders and arguments of programs.</summary>
internal static class VolumeName
{
    /// <summary>How the names of cleaning tapes begin. Spec 04 §5.3.</summary>
    public const string CleaningPrefix = "CLN";

    private const int MaxLength = 20;   // varchar(20) of sum_tape
    private const int MadeDigits = 6;

    /// <summary>True for 1 to 20 letters, digits, <c>_</c> and <c>-</c>, a letter or digit first.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The next free one of the names that a tier gives to volumes that it makes: <c>V000001</c> …</summary>
    public static string Next(char prefix, IEnumerable<string> existing, Func<string, bool> taken)
    {
        int last = existing.Where(name => name.Length == MadeDigits + 1 && name[0] == prefix)
            .Select(static name => int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .DefaultIfEmpty().Max();
        for (int number = last + 1; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D6}");
            if (!taken(name))
                return name;
        }
    }
}
