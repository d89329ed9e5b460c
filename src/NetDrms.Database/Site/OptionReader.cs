using System.Globalization;

namespace NetDrms.Database.Site;

/// <summary>Gives a section's values as the types its record wants; what does not fit is noted and the usual value given instead.</summary>
/// <remarks>Every key asked for is a known key: the others are mistakes.</remarks>
public sealed class OptionReader
{
    private readonly SiteSettings _settings;
    private readonly Dictionary<string, OptionValue> _values;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    internal OptionReader(SiteSettings settings, string name, Dictionary<string, OptionValue> values)
    {
        _settings = settings;
        _values = values;
        Name = name;
    }

    /// <summary>Name of the section.</summary>
    public string Name { get; }

    /// <summary>The keys asked for so far.</summary>
    public IReadOnlySet<string> Keys => _keys;

    /// <summary>A text.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(usual))]
    public string? Text(string key, string? usual)
    {
        if (Find(key) is not OptionValue value)
            return usual;
        if (value.Kind is OptionKind.Text or OptionKind.Variable)
            return value.Text!;
        Refuse(key, value, "a text in quotes");
        return usual;
    }

    /// <summary>A path; a relative one begins at the site's folder.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(usual))]
    public string? FilePath(string key, string? usual) =>
        Text(key, usual) is { Length: > 0 } path ? Path.GetFullPath(path, _settings.Folder) : usual;

    /// <summary>Paths; relative ones begin at the site's folder.</summary>
    public IReadOnlyList<string> FilePaths(string key, IReadOnlyList<string> usual) =>
        [.. Texts(key, usual).Select(p => Path.GetFullPath(p, _settings.Folder))];

    /// <summary>A list of texts; in an environment variable they are separated by commas.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> usual)
    {
        if (Find(key) is not OptionValue value)
            return usual;
        if (value.Kind == OptionKind.List)
            return value.Items!;
        if (value.Kind == OptionKind.Variable)
            return value.Text!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Refuse(key, value, "a list such as [\"a\", \"b\"]");
        return usual;
    }

    /// <summary>A number without fraction within bounds.</summary>
    public long Integer(string key, long usual, long least, long most)
    {
        if (Find(key) is not OptionValue value)
            return usual;
        if (value.Kind is OptionKind.Integer or OptionKind.Variable && TryInteger(value.Text!, out long number) && number >= least && number <= most)
            return number;
        Refuse(key, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
        return usual;
    }

    /// <summary>A number.</summary>
    public double Number(string key, double usual)
    {
        if (Find(key) is not OptionValue value)
            return usual;
        if (value.Kind is OptionKind.Integer or OptionKind.Number or OptionKind.Variable
            && double.TryParse(value.Text!.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return number;
        Refuse(key, value, "a number");
        return usual;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool usual)
    {
        if (Find(key) is not OptionValue value)
            return usual;
        if (value.Kind is OptionKind.Flag or OptionKind.Variable && value.Text is "true" or "false")
            return value.Text == "true";
        Refuse(key, value, "true or false");
        return usual;
    }

    /// <summary>Notes that a value cannot be used, for rules that the type does not say.</summary>
    public void Refuse(string key, string why) => _settings.AddMistake(Find(key)?.Line, $"{Place(key, Find(key))} {why}");

    private void Refuse(string key, OptionValue value, string wanted)
    {
        string shown = value.Items is null ? $" \"{value.Text}\"" : "";
        _settings.AddMistake(value.Line, $"{Place(key, value)}{shown} is not {wanted}");
    }

    private string Place(string key, OptionValue? value) =>
        value?.Kind == OptionKind.Variable ? SiteSettings.VariableName(Name, key) : $"{Name}.{key}";

    private OptionValue? Find(string key)
    {
        _keys.Add(key);
        return _settings.Variable(Name, key) is { Length: > 0 } text
            ? new OptionValue(text, null, OptionKind.Variable, null)
            : _values.GetValueOrDefault(key);
    }

    // 16384, 16_384, 0x4000
    private static bool TryInteger(string text, out long number)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
