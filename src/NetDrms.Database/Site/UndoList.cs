using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>How to take back what was made so far, last thing first; emptied when all is made.</summary>
internal sealed class UndoList(IProgress<string> progress)
{
    private readonly Stack<(string What, Func<Task> Undo)> _steps = new();

    /// <summary>Adds a step.</summary>
    /// <param name="what">What stays behind if it cannot be undone.</param>
    /// <param name="undo">Takes it back.</param>
    public void Add(string what, Func<Task> undo) => _steps.Push((what, undo));

    /// <summary>Keeps everything.</summary>
    public void Keep() => _steps.Clear();

    /// <summary>Takes everything back; what cannot be taken back is told, and the rest goes on.</summary>
    public async Task UndoAsync()
    {
        while (_steps.TryPop(out (string What, Func<Task> Undo) step))
        {
            try
            {
                await step.Undo();
            }
            catch (Exception error) when (error is DrmsException or NpgsqlException or IOException or UnauthorizedAccessException)
            {
                progress.Report($"{step.What} stays: {error.Message}");
            }
        }
    }
}
