using System.Globalization;
using NetDrms.Cli.Driver;
using NetDrms.Model.Errors;

namespace NetDrms.Cli.Modules;

/// <summary>What an ingest did: skipped and failed files with the reason as they come, the numbers at the end.</summary>
/// <param name="context">The call.</param>
/// <param name="files">How many files there are.</param>
internal sealed class IngestReport(ModuleContext context, int files)
{
    private int _stored;
    private int _skipped;
    private int _failed;

    /// <summary>Files of a batch that is committed.</summary>
    public void Stored(int count)
    {
        _stored += count;
        if (context.Surroundings.IsErrorTerminal)
            context.Error.Output.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_stored + _skipped + _failed} of {files} files"));
    }

    /// <summary>A file that need not be stored.</summary>
    public void Skipped(string file, string reason)
    {
        _skipped++;
        context.Out.Text($"skipped {file}: {reason}\n");
    }

    /// <summary>A file that could not be stored.</summary>
    public void Failed(string file, DrmsError error)
    {
        _failed++;
        context.Out.Text($"failed {file}: {error.Message}\n");
    }

    /// <summary>Prints the numbers.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (context.Surroundings.IsErrorTerminal)
            context.Error.Line("");
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"{files} file{(files == 1 ? "" : "s")}: {_stored} stored, {_skipped} skipped, {_failed} failed\n"));
        return _failed == 0 ? ExitCode.Ok : ExitCode.Error;
    }
}
