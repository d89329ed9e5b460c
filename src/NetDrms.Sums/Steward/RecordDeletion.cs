using Microsoft.Extensions.Logging;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>Deletes DRMS records together with their storage unit, archive flag -1, as the role that may delete in all series. Spec 04 §4.6.</summary>
/// <param name="drms">The DRMS database; null when there is none.</param>
/// <param name="log">Where it tells what went.</param>
internal sealed class RecordDeletion(DatabaseTarget? drms, ILogger log) : IAsyncDisposable
{
    private const int RecordsATime = 10_000;
    private NpgsqlConnection? _connection;

    /// <summary>Deletes the records that a unit's <c>Records.txt</c> names, as far as they are in that unit.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="FormatException">The file is not to be believed, or the role may not delete: the unit must stay.</exception>
    /// <exception cref="IOException">The database cannot be reached: to be tried again.</exception>
    public async Task<long> DeleteAsync(ExpiryEntry unit, SlotRecords records, CancellationToken cancel)
    {
        if (!records.Series.Text.Equals(unit.Series, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"Records.txt names series {records.Series}");
        if (drms is null)
            throw new FormatException("its records shall go with it, and no DRMS database is known");
        try
        {
            _connection ??= await DatabaseConnection.OpenAsync(drms.With("role", DrmsSchema.SumsAdministrator), cancel);
            long deleted = await DeleteAsync(_connection, unit, records, cancel);
            if (deleted > 0)
                log.RecordsDeleted(deleted, unit.Series, unit.Sunum);
            return deleted;
        }
        catch (PostgresException refused) when (!SumsDatabase.IsLost(refused))
        {
            throw new FormatException($"its records cannot be deleted: {refused.MessageText}", refused);
        }
        catch (DrmsException closed)
        {
            throw new IOException(closed.Message, closed);
        }
        catch (Exception lost) when (SumsDatabase.IsLost(lost))
        {
            await DisposeAsync();
            throw new IOException($"could not delete records: {lost.Message}", lost);
        }
    }

    // All or none; another unit's records are not touched, whatever the file says.
    private static async Task<long> DeleteAsync(NpgsqlConnection connection, ExpiryEntry unit, SlotRecords records, CancellationToken cancel)
    {
        SqlName table = SqlName.Of(records.Series);
        SqlText exists = $"select to_regclass({table.Quoted}) is not null";
        await using (NpgsqlCommand command = exists.On(connection))
        {
            if (await command.ExecuteScalarAsync(cancel) is not true)
                return 0;   // the series was deleted
        }
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        long deleted = 0;
        foreach (long[] part in records.Recnums.Chunk(RecordsATime))
        {
            SqlText delete = $"delete from {table} where recnum = any({part}) and sunum = {unit.Sunum.Value}";
            await using NpgsqlCommand command = delete.On(connection, transaction);
            command.CommandTimeout = 0;   // a trigger of the site's may take its time
            deleted += await command.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(CancellationToken.None);
        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }
}
