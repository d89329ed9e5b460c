using System.Diagnostics.CodeAnalysis;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;

namespace NetDrms.Fits.Naming;

/// <summary>A mapping file between names in FITS headers and keywords of a series. Names count in their case; the first line of a name wins. Spec 02 §8.5.</summary>
public sealed class KeywordMap
{
    private static readonly char[] s_separators = [' ', '\t', ','];

    private readonly Dictionary<string, string> _toDrms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toFits = new(StringComparer.Ordinal);

    private KeywordMap(IReadOnlyList<DrmsError> warnings) => Warnings = warnings;

    /// <summary>Lines that could not be understood and were skipped.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; }

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="DrmsException">The file cannot be read.</exception>
    public static KeywordMap Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw FitsFault.Unreadable(path, cause);
        }
    }

    /// <summary>Reads the text of a mapping file.</summary>
    /// <param name="text">Lines <c>FITSNAME DRMSNAME</c>, separated by a blank, a tab or a comma; lines that begin with # are comments.</param>
    /// <param name="file">Name of the file, for warnings.</param>
    public static KeywordMap Parse(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<DrmsError> warnings = [];
        KeywordMap map = new(warnings);
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string content = line.TrimEnd('\r');
            if (content.StartsWith('#') || content.AsSpan().Trim().IsEmpty)
                continue;
            string[] names = content.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
            if (names.Length != 2)
            {
                warnings.Add(new DrmsError(ErrorCode.Syntax, $"a line of the mapping file is not a FITS name and a keyword: \"{content}\"")
                {
                    File = file,
                    Line = number,
                    ClassicMessage = $"Skipping bad line in map file: {content}",
                });
                continue;
            }
            map._toDrms.TryAdd(names[0], names[1]);
            map._toFits.TryAdd(names[1], names[0]);
        }
        return map;
    }

    /// <summary>The keyword that a FITS name means.</summary>
    public bool TryToDrms(string fitsName, [NotNullWhen(true)] out string? keyword) => _toDrms.TryGetValue(fitsName, out keyword);

    /// <summary>The FITS name of a keyword.</summary>
    public bool TryToFits(string keyword, [NotNullWhen(true)] out string? fitsName) => _toFits.TryGetValue(keyword, out fitsName);
}
