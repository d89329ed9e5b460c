using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Namespaces of a DRMS database. The connections are an administrator's.</summary>
public static class SiteNamespaces
{
    /// <summary>Makes a namespace unless its owner has it.</summary>
    /// <returns>True when it was made.</returns>
    /// <exception cref="DrmsException">It belongs to somebody else.</exception>
    public static async Task<bool> AddAsync(NpgsqlConnection connection, string name, NamespaceGroup group, string owner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(name);
        NamespaceSchema.CheckName(name);
        if (await OwnerAsync(connection, name.ToLowerInvariant(), cancel) is not string present)
        {
            await NamespaceSchema.CreateAsync(connection, name, group, owner, cancel);
            return true;
        }
        if (present == owner)
            return false;
        throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"namespace \"{name}\" belongs to {present}")
        {
            ClassicMessage = $"Namespace {name} already exists.",
            Hint = "Choose another name.",
        });
    }

    /// <summary>The namespaces, by name.</summary>
    public static async Task<IReadOnlyList<SiteNamespace>> ListAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"""
            select n.name, n.nsgroup, n.owner, count(s.seriesname)
              from admin.ns n left join public.drms_series() s on lower(split_part(s.seriesname, '.', 1)) = n.name
             group by n.name, n.nsgroup, n.owner
             order by n.name
            """;
        List<SiteNamespace> namespaces = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            namespaces.Add(new(row.GetString(0), NamespaceSchema.GroupOf(row.GetString(1)), row.GetString(2), row.GetInt64(3)));
        return namespaces;
    }

    /// <summary>Drops a namespace that has no series; a table of anybody's in it keeps it.</summary>
    internal static async Task DropAsync(NpgsqlConnection connection, string name, CancellationToken cancel)
    {
        foreach (string table in NamespaceSchema.Tables)
            await ExecuteAsync(connection, $"drop table if exists {SqlName.Of(name, table)}", cancel);
        await ExecuteAsync(connection, $"drop sequence if exists {SqlName.Of(name, "drms_sessionid_seq")}", cancel);
        try
        {
            await ExecuteAsync(connection, $"drop schema {SqlName.Of(name)}", cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Permission, $"namespace \"{name}\" holds tables that are no series") { Detail = error.Detail }, error);
        }
        await ExecuteAsync(connection, $"delete from admin.ns where name = {name}", cancel);
    }

    private static async Task<string?> OwnerAsync(NpgsqlConnection connection, string name, CancellationToken cancel)
    {
        SqlText sql = $"select owner from admin.ns where name = {name}";
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
