using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Journal;

/// <summary>This run of the daemon among those that share a SUMS database: a row, and an advisory lock on its number that the server frees when the run dies.</summary>
internal sealed class DaemonInstance : IAsyncDisposable
{
    /// <summary>First key of the advisory locks; "SUMS".</summary>
    public const int LockClass = 0x5355_4d53;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);
    private readonly DatabaseTarget _target;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection _connection;
    private Task _holding = Task.CompletedTask;

    private DaemonInstance(DatabaseTarget target, ILogger log, NpgsqlConnection connection, int number)
    {
        _target = target;
        _log = log;
        _connection = connection;
        Number = number;
    }

    /// <summary>Tells what the run does, a JSON object, with each heartbeat.</summary>
    public Func<string> Activity { get; set; } = static () => "{}";

    /// <summary>Number of the run.</summary>
    public int Number { get; }

    /// <summary>Enters a new run and takes its lock.</summary>
    public static async Task<DaemonInstance> BeginAsync(DatabaseTarget target, string address, ILogger log, CancellationToken cancel)
    {
        NpgsqlConnection connection = await OpenAsync(target, cancel);
        try
        {
            SqlText enter = $"""
                with own as (insert into netdrms.sums_instance (host, pid, address) values ({Environment.MachineName}, {Environment.ProcessId}, {address}) returning instance)
                select instance, pg_advisory_lock({LockClass}, instance) is null from own
                """;
            await using NpgsqlCommand command = enter.On(connection);
            DaemonInstance instance = new(target, log, connection, (int)(await command.ExecuteScalarAsync(cancel))!);
            instance._holding = instance.HoldAsync();
            return instance;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The server frees the lock of a machine that is gone when it notices: within half a minute, not its usual two hours.
    private static async Task<NpgsqlConnection> OpenAsync(DatabaseTarget target, CancellationToken cancel)
    {
        NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        SqlText notice = $"""
            select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)
            """;
        try
        {
            await using NpgsqlCommand command = notice.On(connection);
            await command.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The lock lives as long as its connection: after a restart of the server it is taken again. Should another daemon have
    // claimed our units in between, their steps have changed owner, and our sessions are refused at close.
    private async Task HoldAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Beat, _stop.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (_stop.IsCancellationRequested)
                return;
            try
            {
                await ExecuteAsync($"update netdrms.sums_instance set noted = now(), stats = {Activity()}::jsonb where instance = {Number}");
            }
            catch (Exception lost) when (SumsDatabase.IsLost(lost) || lost is InvalidOperationException)
            {
                await TakeAgainAsync(lost);
            }
        }
    }

    private async Task TakeAgainAsync(Exception lost)
    {
        _log.InstanceLockLost(Number, lost);
        await _connection.DisposeAsync();
        try
        {
            _connection = await OpenAsync(_target, _stop.Token);
            SqlText take = $"select pg_try_advisory_lock({LockClass}, {Number})";   // not waiting: the lost connection may hold it for a while
            await using NpgsqlCommand command = take.On(_connection);
            if (await command.ExecuteScalarAsync(CancellationToken.None) is true)
                _log.InstanceLockTaken(Number);
            else
                await _connection.CloseAsync();   // a closed connection makes the next beat try again
        }
        catch (Exception failure) when (failure is Model.Errors.DrmsException or OperationCanceledException || SumsDatabase.IsLost(failure))
        {
            // the server is still away; the next beat tries again
        }
    }

    private async Task ExecuteAsync(SqlText sql)
    {
        await using NpgsqlCommand command = sql.On(_connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Ends the run: its units become free to be settled by another.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _holding;
        try
        {
            SqlText end = $"update netdrms.sums_instance set ended = now() where instance = {Number}";
            await using NpgsqlCommand command = end.On(_connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception lost) when (SumsDatabase.IsLost(lost) || lost is InvalidOperationException)
        {
            _log.InstanceLockLost(Number, lost);   // the lock, which counts, went with the connection
        }
        await _connection.DisposeAsync();
        _stop.Dispose();
    }
}
