using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Access;

/// <summary>Reads what was done to storage units, and what was refused.</summary>
/// <param name="connection">To the SUMS database.</param>
public sealed class AuditTable(NpgsqlConnection connection)
{
    /// <summary>Something that was done or refused.</summary>
    /// <param name="Number">Number of the entry.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Session">In which session; null for none.</param>
    /// <param name="Action">What.</param>
    /// <param name="Subject">To what.</param>
    /// <param name="User">Who; null when nobody checked it.</param>
    /// <param name="Claimed">The name that a plain client gave.</param>
    /// <param name="Address">From where.</param>
    /// <param name="Pid">Its process; null when not known.</param>
    /// <param name="Sunums">The storage units, where they are told one by one.</param>
    /// <param name="Times">How often the same happened within a second.</param>
    /// <param name="Detail">The rest.</param>
    public sealed record Entry(
        long Number, DateTime At, long? Session, string Action, string Subject, string? User, string? Claimed, string Address, long? Pid,
        IReadOnlyList<long> Sunums, int Times, string? Detail);

    /// <summary>What is wanted; null for no condition.</summary>
    /// <param name="Since">Not before.</param>
    /// <param name="Series">Of a series.</param>
    /// <param name="User">Of a user, checked or claimed.</param>
    /// <param name="Sunum">Of a storage unit.</param>
    /// <param name="RefusedOnly">Refusals.</param>
    /// <param name="Most">Most entries, the newest.</param>
    public sealed record Query(DateTime? Since, string? Series, string? User, long? Sunum, bool RefusedOnly, int Most);

    /// <summary>Reads entries, the newest last.</summary>
    public async IAsyncEnumerable<Entry> ReadAsync(Query query, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        SqlText sql = $"select entry, at, session, action, subject, db_user, claimed, address, pid, sunums, times, detail from netdrms.sums_audit where true";
        if (query.Since is DateTime since)
            sql.Append($" and at >= {since}");
        if (query.Series is string series)
            sql.Append($" and lower(subject) = lower({series})");
        if (query.User is string user)
            sql.Append($" and (db_user = {user} or claimed = {user})");
        if (query.Sunum is long sunum)
            sql.Append($" and {sunum} = any(sunums)");
        if (query.RefusedOnly)
            sql.Append($" and action like '%-refused'");
        SqlText newest = $"select * from ({sql} order by entry desc limit {query.Most}) n order by entry";
        await using NpgsqlCommand command = newest.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            yield return new(
                row.GetInt64(0), row.GetDateTime(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetString(7), row.IsDBNull(8) ? null : row.GetInt64(8),
                row.IsDBNull(9) ? [] : row.GetFieldValue<long[]>(9), row.GetInt32(10), row.IsDBNull(11) ? null : row.GetString(11));
        }
    }
}
