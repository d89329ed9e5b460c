using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Archive.Catalog;

/// <summary>A lock among all daemons over one SUMS database, on a connection of its own: when its holder dies the server frees it. Spec 04, better 11.</summary>
/// <remarks>What must not be done without the lock is committed on its connection: if that is lost, so is the commit.</remarks>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>First key of the locks of volumes; "VOLU".</summary>
    public const int Volume = 0x564f_4c55;

    /// <summary>First key of the locks of archive runs, by tape group; "ARUN".</summary>
    public const int Run = 0x4152_554e;

    /// <summary>First key of the locks of drives; "DRIV".</summary>
    public const int Drive = 0x4452_4956;

    private AdvisoryLock(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection that holds it.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Takes the lock of a name, waiting for it.</summary>
    public static async Task<AdvisoryLock> TakeAsync(DatabaseTarget target, int kind, string name, CancellationToken cancel) =>
        (await TakeAsync(target, $"select pg_advisory_lock({kind}, hashtext({name})) is null", cancel))!;

    /// <summary>Takes the lock of a name if nobody has it.</summary>
    /// <returns>Null when somebody has.</returns>
    public static Task<AdvisoryLock?> TryTakeAsync(DatabaseTarget target, int kind, string name, CancellationToken cancel) =>
        TakeAsync(target, $"select not pg_try_advisory_lock({kind}, hashtext({name}))", cancel);

    private static async Task<AdvisoryLock?> TakeAsync(DatabaseTarget target, SqlText take, CancellationToken cancel)
    {
        NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        try
        {
            await using NpgsqlCommand command = take.On(connection);
            command.CommandTimeout = 0;
            if (await command.ExecuteScalarAsync(cancel) is false)
                return new(connection);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements in one transaction, which fails when the lock was lost.</summary>
    /// <exception cref="SumsFailure">Nothing was done, or the connection broke and it is not known.</exception>
    public async Task CommitAsync(Func<NpgsqlConnection, NpgsqlTransaction, Task> work)
    {
        try
        {
            await using NpgsqlTransaction transaction = await Connection.BeginTransactionAsync();
            await work(Connection, transaction);
            await transaction.CommitAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException || SumsDatabase.IsLost(failure))
        {
            throw SumsFailure.Work("could not commit in the SUMS database: " + failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
