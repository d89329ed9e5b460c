using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Ingesting;

/// <summary>What an ingest did: skipped and failed files with the reason as they come, the numbers at the end; on a terminal also how far it is.</summary>
/// <param name="context">The call.</param>
/// <param name="files">How many files there are.</param>
internal sealed class IngestReport(ModuleContext context, int files)
{
    private readonly IngestProgress? _progress = context.Surroundings.IsErrorTerminal ? new IngestProgress(context.Error.Output, context.Surroundings.Clock, files) : null;
    private int _stored;
    private int _skipped;
    private int _failed;

    /// <summary>True when something was stored that stays, whatever comes.</summary>
    public bool HasStored => _stored > 0;

    /// <summary>A file is taken up.</summary>
    public void Begins(string file) => _progress?.Show(file);

    /// <summary>Files of a batch that is committed.</summary>
    public void Stored(int count) => _stored += count;

    /// <summary>A file that need not be stored.</summary>
    public void Skipped(string file, string reason)
    {
        _skipped++;
        Line($"skipped {file}: {reason}\n");
    }

    /// <summary>A file that could not be stored.</summary>
    public void Failed(string file, DrmsError error)
    {
        _failed++;
        string hint = error.Hint is null ? "" : $" ({error.Hint})";
        Line($"failed {file}: {error.Message}{hint}\n");
    }

    /// <summary>Prints the numbers.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        _progress?.Clear();
        context.Out.Text(Numbers() + "\n");
        return _failed == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    /// <summary>Prints the numbers of an ingest that ends before its time: what is stored stays.</summary>
    public void Break()
    {
        _progress?.Clear();
        context.Out.Text($"{Numbers()}, {files - _stored - _skipped - _failed} not done\n");
        context.Out.Flush();
    }

    private string Numbers() =>
        string.Create(CultureInfo.InvariantCulture, $"{files} file{(files == 1 ? "" : "s")}: {_stored} stored, {_skipped} skipped, {_failed} failed");

    private void Line(string text)
    {
        _progress?.Clear();
        context.Out.Text(text);
        if (_progress is not null)
            context.Out.Flush();   // both may go to one terminal
    }
}
