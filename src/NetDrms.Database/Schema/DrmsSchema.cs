using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>What every DRMS database has beside its namespaces: schemas <c>admin</c> and <c>drms</c>, the roles, the functions. Spec 02 §3.7, 05 §4.2.</summary>
public static class DrmsSchema
{
    /// <summary>Role that may delete records of every series; for expired storage units of archive −1.</summary>
    public const string SumsAdministrator = "sumsadmin";

    /// <summary>Group of all DRMS users.</summary>
    public const string Users = "jsoc";

    /// <summary>Role that strangers' queries run as: it owns nothing and has only what everybody has, reading series. Ours, not the original's. Spec 01 §2.11.</summary>
    public const string Reader = "netdrms_reader";

    /// <summary>True when the database has the schemas.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select to_regclass('admin.ns') is not null and to_regnamespace('drms') is not null";
        await using NpgsqlCommand command = sql.On(connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Makes what is missing; repeating it renews the functions and changes nothing else. Needs a superuser, or a role that may make roles and owns the database.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await CreateRoleAsync(connection, SumsAdministrator, RoleLogin.Yes, cancel);
        await CreateRoleAsync(connection, Users, RoleLogin.No, cancel);
        await CreateReaderAsync(connection, cancel);
        SqlText sql = $"""
            create schema if not exists admin;
            grant usage on schema admin to public;
            create table if not exists admin.ns (name text not null, nsgroup text not null, owner text not null);
            create table if not exists admin.sessionns (username text not null, sessionns text not null);
            grant select on admin.ns to public;
            grant select on admin.sessionns to public;
            create schema if not exists drms;
            grant usage on schema drms to public;
            """;
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
        await DrmsFunctions.CreateAsync(connection, cancel);
    }

    // every DRMS user may act as it
    private static async Task CreateReaderAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await CreateRoleAsync(connection, Reader, RoleLogin.No, cancel);
        SqlText isMember = $"select pg_has_role({Users}, {Reader}, 'member')";
        await using (NpgsqlCommand command = isMember.On(connection))
        {
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return;
        }
        SqlText grant = $"grant {SqlName.Of(Reader)} to {SqlName.Of(Users)}";
        await using NpgsqlCommand change = grant.On(connection);
        await change.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Makes a role unless it exists. Roles belong to the whole server, so another database may have made it.</summary>
    public static async Task CreateRoleAsync(NpgsqlConnection connection, string name, RoleLogin login, CancellationToken cancel)
    {
        SqlText exists = $"select exists (select 1 from pg_roles where rolname = {name})";
        await using (NpgsqlCommand command = exists.On(connection))
        {
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return;
        }
        SqlText create = $"create role {SqlName.Exact(name)}";
        create.AppendLiteral(login == RoleLogin.Yes ? " login" : " nologin");
        try
        {
            await using NpgsqlCommand command = create.On(connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // another connection was faster: the role is there, which is all that was asked
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Permission, $"could not make role \"{name}\": {error.MessageText}")
            {
                Hint = "Connect as a superuser, or as a role with CREATEROLE.",
            }, error);
        }
    }
}
