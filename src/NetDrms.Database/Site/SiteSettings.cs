using System.Collections;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>A site's configuration before the sections' records read it: site.toml, overridden by <c>NETDRMS_&lt;SECTION&gt;_&lt;KEY&gt;</c>.</summary>
/// <remarks>Mistakes are collected, so that a user sees all at once; <see cref="ThrowIfMistaken"/> ends the collecting.</remarks>
public sealed class SiteSettings
{
    /// <summary>Name of the file in the site's folder.</summary>
    public const string FileName = "site.toml";

    private const string VariablePrefix = "NETDRMS_";

    private readonly Dictionary<string, Dictionary<string, OptionValue>> _sections;
    private readonly Dictionary<string, OptionReader> _readers = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _environment;
    private readonly List<DrmsError> _mistakes;

    internal SiteSettings(string folder, Dictionary<string, Dictionary<string, OptionValue>> sections, List<DrmsError> mistakes, Func<string, string?> environment)
    {
        Folder = folder;
        _sections = sections;
        _mistakes = mistakes;
        _environment = environment;
    }

    /// <summary>Folder of the site; relative paths are relative to it.</summary>
    public string Folder { get; }

    /// <summary>Path of site.toml.</summary>
    public string File => Path.Combine(Folder, FileName);

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<DrmsError> Mistakes => _mistakes;

    /// <summary>Reads the file of a site.</summary>
    /// <param name="folder">Folder of the site.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <exception cref="DrmsException">There is no such file, or it cannot be read.</exception>
    public static SiteSettings Load(string folder, Func<string, string?> environment)
    {
        string full = Path.GetFullPath(folder);
        string file = Path.Combine(full, FileName);
        try
        {
            return Read(full, System.IO.File.ReadAllText(file), environment);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"there is no site in \"{full}\": it has no {FileName}")
            {
                Hint = "Make one with drms site init, or name its folder with --site or in NETDRMS_SITE.",
            }, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not read \"{file}\": {error.Message}"), error);
        }
    }

    /// <summary>Reads the text of a site.toml.</summary>
    public static SiteSettings Read(string folder, string text, Func<string, string?> environment)
    {
        List<DrmsError> mistakes = [];
        return new(folder, SiteFile.Read(Path.Combine(folder, FileName), text, mistakes), mistakes, environment);
    }

    /// <summary>The reader of a section; a missing section reads as an empty one.</summary>
    public OptionReader Section(string name)
    {
        if (!_readers.TryGetValue(name, out OptionReader? reader))
            _readers[name] = reader = new OptionReader(this, name, _sections.GetValueOrDefault(name) ?? []);
        return reader;
    }

    /// <summary>Adds the sections, keys and environment variables that nobody asked for; call it when every section was read.</summary>
    /// <param name="variables">The environment, for misspelled variables of known sections.</param>
    public void CheckUnknown(IDictionary variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach ((string name, Dictionary<string, OptionValue> keys) in _sections)
        {
            if (!_readers.TryGetValue(name, out OptionReader? reader))
            {
                AddMistake(keys.Values.FirstOrDefault()?.Line, $"there is no section [{name}]", NearestName.Hint(name, _readers.Keys));
                continue;
            }
            foreach ((string key, OptionValue value) in keys)
            {
                if (!reader.Keys.Contains(key))
                    AddMistake(value.Line, $"section [{name}] has no key \"{key}\"", NearestName.Hint(key, reader.Keys));
            }
        }
        foreach (string variable in variables.Keys.OfType<string>().Order(StringComparer.Ordinal))
        {
            foreach (OptionReader reader in _readers.Values)
            {
                string prefix = VariableName(reader.Name, "");
                if (variable.StartsWith(prefix, StringComparison.Ordinal) && !reader.Keys.Any(k => VariableName(reader.Name, k) == variable))
                    AddMistake(null, $"environment variable {variable} names no key of section [{reader.Name}]", NearestName.Hint(variable, reader.Keys.Select(k => VariableName(reader.Name, k))));
            }
        }
    }

    /// <summary>Adds what a section's <c>Check</c> found.</summary>
    public void Add(IEnumerable<DrmsError> mistakes) => _mistakes.AddRange(mistakes);

    /// <summary>Ends the reading: all mistakes in one error.</summary>
    public void ThrowIfMistaken()
    {
        if (_mistakes.Count == 1)
            throw new DrmsException(_mistakes[0]);
        if (_mistakes.Count > 1)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"the configuration has {_mistakes.Count} mistakes")
            {
                Detail = string.Join('\n', _mistakes.Select(Describe)),
            });
        }
    }

    internal static string VariableName(string section, string key) => $"{VariablePrefix}{section.ToUpperInvariant()}_{key.ToUpperInvariant()}";

    internal string? Variable(string section, string key) => _environment(VariableName(section, key));

    internal void AddMistake(int? line, string message, string? hint = null) =>
        _mistakes.Add(new DrmsError(ErrorCode.Configuration, message) { File = line is null ? null : File, Line = line, Hint = hint });

    private static string Describe(DrmsError mistake) =>
        $"{(mistake.Line is int line ? $"{FileName}:{line}: " : "")}{mistake.Message}{(mistake.Hint is string hint ? $"  ({hint})" : "")}";
}
