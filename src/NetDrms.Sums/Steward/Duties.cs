using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>The duties of this process among those that share a SUMS database: whoever holds the advisory lock of a duty does it, until it dies or its connection breaks. Spec 04, better 11.</summary>
/// <param name="target">The SUMS database; one connection holds all locks.</param>
/// <param name="log">Where it tells who does what.</param>
internal sealed class Duties(DatabaseTarget target, ILogger log) : IAsyncDisposable
{
    /// <summary>First key of the advisory locks; "DUTY".</summary>
    public const int LockClass = 0x4455_5459;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private readonly List<Duty> _duties = [];
    private NpgsqlConnection? _connection;

    /// <summary>One kind of work.</summary>
    private sealed class Duty(DutyKind kind, Func<CancellationToken, Task> work)
    {
        public DutyKind Kind { get; } = kind;
        public Func<CancellationToken, Task> Work { get; } = work;
        public Task? Running { get; set; }
        public CancellationTokenSource? Stop { get; set; }
    }

    /// <summary>Adds a duty, before <see cref="RunAsync"/>.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="work">Runs until it is cancelled. It may be cancelled, and begun by another process, at any moment: every step must bear being repeated.</param>
    public void Add(DutyKind kind, Func<CancellationToken, Task> work) => _duties.Add(new(kind, work));

    /// <summary>Takes the duties that nobody does, does them, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await TakeAsync(stop);
            }
            catch (Exception lost) when (SumsDatabase.IsLost(lost) || lost is DrmsException or InvalidOperationException)
            {
                await LoseAsync(lost);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            await Task.Delay(Beat, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        await EndAsync();
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        _connection ??= await DatabaseConnection.OpenAsync(target, stop);
        await ScalarAsync($"select true", stop);
        foreach (Duty duty in _duties)
        {
            if (duty.Running is { IsCompleted: true } ended)
                await FailedAsync(duty, ended, stop);
            else if (duty.Running is null && await ScalarAsync($"select pg_try_advisory_lock({LockClass}, {(int)duty.Kind})", stop))
                Begin(duty, stop);
        }
    }

    private void Begin(Duty duty, CancellationToken stop)
    {
        log.DutyBegun(duty.Kind);
        duty.Stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        CancellationToken cancel = duty.Stop.Token;
        duty.Running = Task.Run(() => duty.Work(cancel), CancellationToken.None);
    }

    // Work that fails is begun again at the next beat, here or elsewhere.
    private async Task FailedAsync(Duty duty, Task ended, CancellationToken stop)
    {
        if (ended.Exception is AggregateException failure)
            log.DutyFailed(duty.Kind, failure.GetBaseException());
        Forget(duty);
        await ScalarAsync($"select pg_advisory_unlock({LockClass}, {(int)duty.Kind})", stop);
    }

    // With the connection the locks are gone: another process may begin at once.
    private async Task LoseAsync(Exception lost)
    {
        log.DutiesLost(lost);
        await EndAsync();
    }

    private async Task EndAsync()
    {
        foreach (Duty duty in _duties.Where(static duty => duty.Running is not null))
            await duty.Stop!.CancelAsync();
        foreach (Duty duty in _duties)
        {
            if (duty.Running is Task running)
                await running.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            Forget(duty);
        }
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }

    private static void Forget(Duty duty)
    {
        duty.Stop?.Dispose();
        duty.Stop = null;
        duty.Running = null;
    }

    private async Task<bool> ScalarAsync(SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(_connection!);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync();
}
