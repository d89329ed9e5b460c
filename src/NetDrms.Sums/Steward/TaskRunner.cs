using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Steward;

/// <summary>Does the tasks in <c>netdrms.sums_task</c>, two at a time; several stewards share them. A task whose worker has died is begun again.</summary>
/// <param name="database">The SUMS database.</param>
/// <param name="log">Where it tells what it did.</param>
internal sealed class TaskRunner(SumsDatabase database, ILogger log)
{
    private const int TasksATime = 2;
    private const double DeadSeconds = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, TaskWork> _handlers = [];
    private readonly string _worker = $"{Environment.MachineName} pid {Environment.ProcessId}";

    /// <summary>Does a task.</summary>
    /// <param name="task">What is asked.</param>
    /// <param name="progress">Told how far it is; the asker sees the last line.</param>
    /// <param name="cancel">The asker has lost interest, or the process ends.</param>
    /// <returns>A JSON text.</returns>
    /// <exception cref="DrmsException">It cannot be done; the asker sees the message.</exception>
    internal delegate Task<string> TaskWork(SumsTask task, IProgress<string> progress, CancellationToken cancel);

    /// <summary>Adds what does a kind of task, before <see cref="RunAsync"/>.</summary>
    public void Add(string kind, TaskWork work) => _handlers.Add(kind, work);

    /// <summary>Runs until it is stopped; tasks in work are left to the next run.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, TasksATime).Select(_ => WorkAsync(stop)));

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await ClaimAsync(stop) is SumsTask task)
                    await DoAsync(task, stop);
                else
                    await Task.Delay(Pause, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (SumsFailure lost)
            {
                log.TasksUnreadable(lost);
                await Task.Delay(Lost, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task<SumsTask?> ClaimAsync(CancellationToken cancel)
    {
        string[] kinds = [.. _handlers.Keys];
        return (await database.ReadAsync(
            $"""
            update netdrms.sums_task set worker = {_worker}, started = now(), noted = now()
            where task = (
                select task from netdrms.sums_task
                where finished is null and kind = any({kinds}) and (noted is null or noted < now() - {DeadSeconds} * interval '1 second')
                order by task limit 1 for update skip locked)
            returning task, kind, arguments::text, asked_by
            """,
            static row => new SumsTask(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            cancel)).FirstOrDefault();
    }

    private async Task DoAsync(SumsTask task, CancellationToken stop)
    {
        log.TaskBegun(task.Number, task.Kind, task.AskedBy);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        LastLine progress = new();
        Task<string> work = Task.Run(() => _handlers[task.Kind](task, progress, cancel.Token), CancellationToken.None);
        while (await Task.WhenAny(work, Task.Delay(Beat, CancellationToken.None)) != work)
            await NoteAsync(task, progress.Text, cancel);
        await EndAsync(task, work, stop);
    }

    // The heartbeat; a task whose asker has gone, or whose row is gone, is cancelled.
    private async Task NoteAsync(SumsTask task, string? text, CancellationTokenSource cancel)
    {
        List<bool> cancelled = await database.ReadAsync(
            $"update netdrms.sums_task set noted = now(), progress = {text} where task = {task.Number} returning is_cancelled", static row => row.GetBoolean(0), CancellationToken.None);
        if (cancelled is not [false])
            await cancel.CancelAsync();
    }

    private async Task EndAsync(SumsTask task, Task<string> work, CancellationToken stop)
    {
        try
        {
            string result = await work;
            await database.ExecuteAsync($"update netdrms.sums_task set finished = now(), result = {result}::jsonb where task = {task.Number}", CancellationToken.None);
            log.TaskDone(task.Number, task.Kind);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await database.ExecuteAsync($"update netdrms.sums_task set noted = null, worker = null where task = {task.Number}", CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string message = failure is OperationCanceledException ? "cancelled" : failure.Message;
            log.TaskFailed(task.Number, task.Kind, failure);
            await database.ExecuteAsync($"update netdrms.sums_task set finished = now(), failure = {message} where task = {task.Number}", CancellationToken.None);
        }
    }

    /// <summary>Keeps the last line of progress.</summary>
    private sealed class LastLine : IProgress<string>
    {
        public volatile string? Text;

        public void Report(string value) => Text = value;
    }
}
