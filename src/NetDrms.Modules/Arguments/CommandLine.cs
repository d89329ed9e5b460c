using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>The words of a command line sorted by what they set, before any value is converted. Spec 03 §1.1.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, GivenValue> _values = new(StringComparer.Ordinal);
    private readonly List<GivenValue> _others = [];

    /// <summary>Flags and named arguments that the module declares, and the session arguments; of repeated ones the last.</summary>
    public IReadOnlyDictionary<string, GivenValue> Values => _values;

    /// <summary>Named arguments that the module does not declare, in order; of repeated ones the last.</summary>
    public IReadOnlyList<GivenValue> Others => _others;

    /// <summary>Unnamed arguments in order, without the program's name.</summary>
    public List<Token> Unnamed { get; } = [];

    /// <summary>Mistakes; all of them.</summary>
    public List<DrmsError> Errors { get; } = [];

    /// <summary>What is accepted, but probably not meant.</summary>
    public List<DrmsError> Warnings { get; } = [];

    /// <summary>True if help was asked for.</summary>
    public bool WantsHelp { get; set; }

    /// <summary>True if the version was asked for.</summary>
    public bool WantsVersion { get; set; }

    /// <summary>Sets a declared argument.</summary>
    public void Set(string declaredName, GivenValue value) => _values[declaredName] = value;

    /// <summary>Sets an argument that the module does not declare.</summary>
    public void SetOther(GivenValue value)
    {
        _others.RemoveAll(other => string.Equals(other.Name, value.Name, StringComparison.Ordinal));
        _others.Add(value);
    }
}
