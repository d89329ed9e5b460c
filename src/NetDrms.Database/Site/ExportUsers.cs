using System.Runtime.CompilerServices;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Registered addresses of a site. Spec 06 §4.2, §4.3.</summary>
/// <remarks>The connections are an administrator's.</remarks>
public static class ExportUsers
{
    /// <summary>Registers an address; the first one makes the tables. What is null of a person who is known already stays as it is.</summary>
    /// <param name="connection">An administrator's.</param>
    /// <param name="owner">The production role, who gets the tables.</param>
    /// <param name="address">The address.</param>
    /// <param name="name">Name of the person.</param>
    /// <param name="postalAddress">His postal address.</param>
    /// <param name="commitment">Whether it really happens.</param>
    /// <param name="cancel">Stops before the commit.</param>
    /// <returns>Number of the person.</returns>
    public static async Task<int> AddAsync(NpgsqlConnection connection, string owner, string address, string? name, string? postalAddress, Commitment commitment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        await AddressSchema.CreateAsync(connection, owner, cancel);
        SqlText sql = $"select public.user_register({address}, {name}::text, {postalAddress}::text)";
        await using NpgsqlCommand command = sql.On(connection);
        int id = (int)(await command.ExecuteScalarAsync(cancel))!;
        if (commitment == Commitment.Real)
            await transaction.CommitAsync(cancel);
        return id;
    }

    /// <summary>Removes an address and its person.</summary>
    /// <returns>False when it was not registered.</returns>
    public static async Task<bool> RemoveAsync(NpgsqlConnection connection, string address, Commitment commitment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!await HasTablesAsync(connection, cancel))
            return false;
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        SqlText sql = $"select public.user_unregister({address}::text)";
        await using NpgsqlCommand command = sql.On(connection);
        bool wasThere = (int)(await command.ExecuteScalarAsync(cancel))! > 0;
        if (commitment == Commitment.Real)
            await transaction.CommitAsync(cancel);
        return wasThere;
    }

    /// <summary>The addresses, in order.</summary>
    public static async IAsyncEnumerable<ExportUser> ListAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!await HasTablesAsync(connection, cancel))
            yield break;
        SqlText sql = $"""
            select a.localname || '@' || d.domainname, coalesce(u.id, -1), u.name, u.snail_address, coalesce(a.confirmation, '') <> '', a.starttime
              from jsoc.export_addresses a
              join jsoc.export_addressdomains d on d.domainid = a.domainid
              left join jsoc.export_user_info u on lower(u.address) = lower(a.localname || '@' || d.domainname)
             order by lower(d.domainname), lower(a.localname), u.id
            """;
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            yield return new(row.GetString(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4), row.GetDateTime(5));
    }

    private static async Task<bool> HasTablesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select to_regclass('jsoc.export_addresses') is not null and to_regprocedure('public.user_unregister(text)') is not null";
        await using NpgsqlCommand command = sql.On(connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
