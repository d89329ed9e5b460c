using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>Tables and functions of the registered addresses, in namespace <c>jsoc</c>. Spec 06 §4.2.</summary>
/// <remarks>
/// They are made when the first address is registered, not with the database: <c>jsoc</c> is a namespace like others, which a site may make or get from
/// another site, and a site that lets everybody fetch files needs none of it. The tables are the production role's. They hold people's addresses, so
/// nobody else reads them: web programs ask <c>netdrms.address_state</c>, which tells no more than whether one address is registered.
/// </remarks>
public static class AddressSchema
{
    /// <summary>The namespace of the tables, which also holds the series of the export system.</summary>
    public const string Namespace = "jsoc";

    /// <summary>Makes what is missing; repeating it renews the functions and changes nothing else. The connection is an administrator's.</summary>
    /// <param name="connection">Open, with a transaction that makes it all or nothing.</param>
    /// <param name="owner">The production role.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public static async Task CreateAsync(NpgsqlConnection connection, string owner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!await HasNamespaceAsync(connection, cancel))
            await NamespaceSchema.CreateAsync(connection, Namespace, NamespaceGroup.System, owner, cancel);
        await ExecuteAsync(connection, $"set local role {SqlName.Exact(owner)}", cancel);
        await ExecuteAsync(connection, Tables(), cancel);
        await ExecuteAsync(connection, $"reset role", cancel);
        await ExecuteAsync(connection, AddressFunctions.OfAddresses(), cancel);
        await ExecuteAsync(connection, AddressFunctions.OfUsers(), cancel);
        await ExecuteAsync(connection, AddressFunctions.Registration(), cancel);
        await ExecuteAsync(connection, AddressFunctions.State(), cancel);
    }

    private static SqlText Tables() => $"""
        create sequence if not exists jsoc.export_addressdomains_seq;
        create table if not exists jsoc.export_addressdomains (
            domainid integer not null default nextval('jsoc.export_addressdomains_seq') primary key,
            domainname varchar(256) not null unique);
        create table if not exists jsoc.export_addresses (
            localname varchar(64) not null,
            domainid integer not null references jsoc.export_addressdomains (domainid),
            confirmation varchar(64),
            starttime timestamptz not null,
            primary key (localname, domainid));
        create table if not exists jsoc.export_user_info (
            address varchar(256) not null primary key,
            id serial not null,
            name varchar(64),
            snail_address text);
        do $do$
        begin
            execute format('grant select, insert, update, delete on jsoc.export_addressdomains, jsoc.export_addresses, jsoc.export_user_info to %I', session_user);
            execute format('grant usage on sequence jsoc.export_addressdomains_seq, jsoc.export_user_info_id_seq to %I', session_user);
        end
        $do$
        """;

    private static async Task<bool> HasNamespaceAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select to_regnamespace({Namespace}) is not null";
        await using NpgsqlCommand command = sql.On(connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
