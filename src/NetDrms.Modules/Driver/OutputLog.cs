using System.Globalization;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Driver;

/// <summary>The copy of a module's output that <c>-L</c> asks for: held aside, compressed, until the session's log unit is there to take it. Spec 02 §6.1, 03 §1.7.</summary>
internal sealed class OutputLog : IDisposable
{
    private readonly string _name;
    private readonly bool _isQuiet;
    private bool _isWritten;

    private OutputLog(string name, bool isQuiet, Surroundings surroundings)
    {
        _name = name;
        _isQuiet = isQuiet;
        Out = new CopiedOutput(surroundings.Out, isQuiet);
        Error = new CopiedOutput(surroundings.Error, isQuiet);
    }

    /// <summary>Standard output, copied.</summary>
    public CopiedOutput Out { get; }

    /// <summary>Standard error, copied.</summary>
    public CopiedOutput Error { get; }

    /// <summary>Begins a log if one is asked for; a module that changes nothing has no session that could keep it.</summary>
    public static OutputLog? Begin(ModuleDefinition module, SessionArguments? session, string invokedAs, Surroundings surroundings)
    {
        if (session is not { IsLogged: true } || !module.ChangesData)
            return null;
        string process = invokedAs.EndsWith(ModuleTable.SharedSuffix, StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId:0000}") : "";
        return new OutputLog(module.Name + process, session.IsQuiet, surroundings);
    }

    /// <summary>Writes both files into the log unit; what is printed later is not in them.</summary>
    public void WriteTo(string folder)
    {
        Out.WriteTo(Path.Combine(folder, $"{_name}.stdout.gz"));
        Error.WriteTo(Path.Combine(folder, $"{_name}.stderr.gz"));
        _isWritten = true;
    }

    /// <summary>Shows what was held back although no log keeps it: a quiet failure tells nobody anything.</summary>
    public void ShowUnlogged(int exitCode)
    {
        if (!_isQuiet || _isWritten && exitCode == ExitCode.Ok)
            return;
        Out.Replay();
        Error.Replay();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }
}
