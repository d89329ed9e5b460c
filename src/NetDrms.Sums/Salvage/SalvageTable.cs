using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Database.Sql;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Salvage;

/// <summary>Lists what waits for salvage.</summary>
/// <param name="connection">To the SUMS database.</param>
/// <param name="drms">The DRMS database, which is asked whether records refer to the units.</param>
public sealed class SalvageTable(NpgsqlConnection connection, DatabaseTarget drms)
{
    /// <summary>Reads the entries in order of their numbers, with what their directories hold.</summary>
    public async Task<IReadOnlyList<SalvageEntry>> ListAsync(CancellationToken cancel)
    {
        SqlText sql = $"select sunum, path, series, coalesce(reason, ''), client, noted, expires, session, given, fence from netdrms.sums_unit where step = 'salvage' order by sunum";
        List<(SalvageEntry Entry, JournalEntry Journal)> found = [];
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
            {
                Sunum sunum = new(row.GetInt64(0));
                string path = row.GetString(1);
                string? series = row.IsDBNull(2) ? null : row.GetString(2);
                found.Add((
                    new(sunum, path, series, row.GetString(3), row.GetString(4), row.GetDateTime(5), row.IsDBNull(6) ? null : row.GetDateTime(6), SizeOf(path), null),
                    new(sunum, path, JournalStep.Salvage, row.GetInt64(7), row.GetBoolean(8), series, false, row.IsDBNull(9) ? null : row.GetInt64(9))));
            }
        }
        Dictionary<long, Reference> answers = await new DrmsReferences(drms, NullLogger.Instance).AskAsync([.. found.Select(static one => one.Journal)], cancel);
        return [.. found.Select(one => one.Entry with { IsReferenced = Says(answers[one.Entry.Sunum.Value].State) })];
    }

    private static bool? Says(ReferenceState state) => state switch
    {
        ReferenceState.Referenced => true,
        ReferenceState.Undecided => null,
        _ => false,
    };

    private static long? SizeOf(string path)
    {
        try
        {
            return UnitSize.Of(path).Bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
