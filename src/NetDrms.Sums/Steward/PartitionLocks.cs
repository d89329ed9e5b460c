using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>Advisory locks on partitions: one process at a time removes units of a partition. They end with their connection. Spec 04, better 11.</summary>
internal sealed class PartitionLocks : IAsyncDisposable
{
    /// <summary>First key of the advisory locks; "PART".</summary>
    public const int LockClass = 0x5041_5254;

    private readonly NpgsqlConnection _connection;

    private PartitionLocks(NpgsqlConnection connection, HashSet<string> names)
    {
        _connection = connection;
        Names = names;
    }

    /// <summary>Names of the partitions whose locks were free.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Takes the locks of partitions that are free.</summary>
    public static async Task<PartitionLocks> TakeAsync(DatabaseTarget target, IEnumerable<string> partitions, CancellationToken cancel)
    {
        NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        try
        {
            HashSet<string> taken = [];
            SqlText take = $"select p from unnest({partitions.ToArray()}) as w(p) where pg_try_advisory_lock({LockClass}, hashtext(p))";
            await using NpgsqlCommand command = take.On(connection);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                taken.Add(row.GetString(0));
            return new(connection, taken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Frees the locks now: the server would free those of an ended connection a little later.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            SqlText free = $"select pg_advisory_unlock_all()";
            await using NpgsqlCommand command = free.On(_connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception lost) when (SumsDatabase.IsLost(lost) || lost is InvalidOperationException)
        {
            // they went with the connection
        }
        await _connection.DisposeAsync();
    }
}
