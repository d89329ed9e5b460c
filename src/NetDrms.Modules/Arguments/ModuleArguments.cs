using NetDrms.Model.Time;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Arguments;

/// <summary>The arguments of one call, converted and complete. Made by <see cref="ArgumentParser"/>.</summary>
internal sealed class ModuleArguments
{
    private readonly Dictionary<string, object> _values;
    private readonly CommandLine _line;

    /// <summary>Takes the values of all declared arguments.</summary>
    internal ModuleArguments(Dictionary<string, object> values, CommandLine line, SessionArguments session)
    {
        _values = values;
        _line = line;
        Session = session;
        Unnamed = [.. line.Unnamed.Select(token => token.Text)];
    }

    /// <summary>The session arguments.</summary>
    public SessionArguments Session { get; }

    /// <summary>Unnamed arguments in order.</summary>
    public IReadOnlyList<string> Unnamed { get; }

    /// <summary><c>NAME=value</c> arguments that the module does not declare, in order.</summary>
    public IReadOnlyList<GivenValue> Others => _line.Others;

    /// <summary>True if the argument stood on the command line (or, for CGI variables, in the environment).</summary>
    public bool IsGiven(string name) => _line.Values.ContainsKey(name);

    /// <summary>A flag.</summary>
    public bool Flag(string name) => (bool)_values[name];

    /// <summary>A text.</summary>
    public string Text(string name) => (string)_values[name];

    /// <summary>A text, or null when none was given.</summary>
    public string? TextOrNull(string name) => IsGiven(name) ? Text(name) : null;

    /// <summary>A whole number.</summary>
    public int Int(string name) => (int)(long)_values[name];

    /// <summary>A real number.</summary>
    public double Real(string name) => (double)_values[name];

    /// <summary>A time.</summary>
    public DrmsTime Time(string name) => (DrmsTime)_values[name];

    /// <summary>Index of the chosen word.</summary>
    public int Choice(string name) => (int)_values[name];

    /// <summary>A list of words.</summary>
    public IReadOnlyList<string> Words(string name) => (string[])_values[name];

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<long> Numbers(string name) => (long[])_values[name];

    /// <summary>Where and how an argument was given, for the caret of an error; null if it was not.</summary>
    public GivenValue? Given(string name) => _line.Values.GetValueOrDefault(name);

    /// <summary>The word that held an unnamed argument, for the caret of an error.</summary>
    public GivenValue GivenUnnamed(int index) => new("", Unnamed[index], _line.Unnamed[index], 0);

    /// <summary>All declared arguments with their texts, for <c>-V</c>.</summary>
    public IEnumerable<(string Name, string Value)> All(ModuleDefinition module) =>
        module.Arguments.Select(a => (a.Name, IsGiven(a.Name) ? _line.Values[a.Name].Text : a.Default ?? ""));
}
