using System.Text;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Users of a DRMS database: role, membership in <c>jsoc</c>, namespace and session namespace. Spec 05 §4.2.</summary>
/// <remarks>The connections are an administrator's.</remarks>
public static class SiteUsers
{
    private const string ProductionSuffix = "_production";

    /// <summary>The namespace of a user by convention: <c>su_</c> and the name in letters, digits and underscores.</summary>
    public static string UsualNamespace(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        StringBuilder name = new("su_");
        string own = user.EndsWith(ProductionSuffix, StringComparison.Ordinal) ? ProductionSuffix[1..] : user;
        foreach (char c in own)
            name.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        return name.ToString();
    }

    /// <summary>Makes what a user lacks, whole or not at all.</summary>
    /// <returns>What was made, in words; empty when nothing was missing.</returns>
    /// <exception cref="DrmsException">The namespace belongs to somebody else, or a name cannot be used.</exception>
    public static async Task<IReadOnlyList<string>> AddAsync(NpgsqlConnection connection, UserRequest request, Commitment commitment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        CheckName(request.Name);
        NamespaceSchema.CheckName(request.Namespace);
        string ns = request.Namespace.ToLowerInvariant();
        List<string> made = [];
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        if (!await TrueAsync(connection, $"select exists (select 1 from pg_roles where rolname = {request.Name})", cancel))
        {
            await DrmsSchema.CreateRoleAsync(connection, request.Name, RoleLogin.Yes, cancel);
            made.Add($"role {request.Name}");
        }
        if (request.Password is not null)
        {
            await RolePassword.SetAsync(connection, request.Name, request.Password, cancel);
            made.Add("password");
        }
        if (!await TrueAsync(connection, $"select exists (select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member where g.rolname = {DrmsSchema.Users} and u.rolname = {request.Name})", cancel))
        {
            await ExecuteAsync(connection, $"grant {SqlName.Of(DrmsSchema.Users)} to {SqlName.Exact(request.Name)}", cancel);
            made.Add($"membership in {DrmsSchema.Users}");
        }
        if (await SiteNamespaces.AddAsync(connection, ns, request.Group, request.Name, cancel))
            made.Add($"namespace {ns}");
        if (!await TrueAsync(connection, $"select exists (select 1 from admin.sessionns where username = {request.Name})", cancel))
        {
            await ExecuteAsync(connection, $"insert into admin.sessionns (username, sessionns) values ({request.Name}, {ns})", cancel);
            made.Add($"sessions in {ns}");
        }
        if (commitment == Commitment.Real)
            await transaction.CommitAsync(cancel);
        return made;
    }

    /// <summary>The users, by name.</summary>
    public static async Task<IReadOnlyList<SiteUser>> ListAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"""
            with owned as (
                select n.owner, n.name, count(s.seriesname) as series
                  from admin.ns n left join public.drms_series() s on lower(split_part(s.seriesname, '.', 1)) = n.name
                 group by n.owner, n.name)
            select r.rolname::text,
                   (select min(x.sessionns) from admin.sessionns x where x.username = r.rolname),
                   coalesce((select string_agg(o.name, ',' order by o.name) from owned o where o.owner = r.rolname), ''),
                   coalesce((select sum(o.series) from owned o where o.owner = r.rolname), 0)::bigint
              from pg_roles r
             where r.rolcanlogin
               and (exists (select 1 from admin.sessionns x where x.username = r.rolname) or exists (select 1 from admin.ns n where n.owner = r.rolname)
                    or exists (select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid where g.rolname = {DrmsSchema.Users} and m.member = r.oid))
             order by r.rolname
            """;
        List<SiteUser> users = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            users.Add(new(
                row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1),
                row.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries), row.GetInt64(3)));
        }
        return users;
    }

    /// <summary>Removes a user: empty namespaces go with him, others must go to somebody first.</summary>
    /// <param name="connection">An administrator's.</param>
    /// <param name="name">The role.</param>
    /// <param name="heir">Role that gets what he owns; null = he must own no series.</param>
    /// <param name="commitment">Whether it really happens.</param>
    /// <param name="cancel">Stops before the commit.</param>
    /// <returns>What was removed or given away, in words.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(NpgsqlConnection connection, string name, string? heir, Commitment commitment, CancellationToken cancel)
    {
        SiteUser user = await FindAsync(connection, name, cancel);
        if (user.SeriesCount > 0 && heir is null)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Permission, $"user \"{name}\" owns {user.SeriesCount} series")
            {
                Detail = $"They are in {string.Join(", ", user.Namespaces)}.",
                Hint = "Delete them, or give them to somebody: --give-to <user>.",
            });
        }
        if (heir is not null)
            await FindAsync(connection, heir, cancel);
        List<string> done = [];
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        foreach (string ns in user.Namespaces)
        {
            if (heir is not null)
            {
                await ExecuteAsync(connection, $"update admin.ns set owner = {heir} where name = {ns}", cancel);
                done.Add($"namespace {ns} given to {heir}");
                continue;
            }
            await SiteNamespaces.DropAsync(connection, ns, cancel);
            done.Add($"namespace {ns}");
        }
        if (heir is not null)
            await ExecuteAsync(connection, $"reassign owned by {SqlName.Exact(name)} to {SqlName.Exact(heir)}", cancel);
        await ExecuteAsync(connection, $"delete from admin.sessionns where username = {name}", cancel);
        await ExecuteAsync(connection, $"drop owned by {SqlName.Exact(name)}", cancel);   // grants in other people's tables
        await ExecuteAsync(connection, $"drop role {SqlName.Exact(name)}", cancel);
        done.Add($"role {name}");
        if (commitment == Commitment.Real)
            await transaction.CommitAsync(cancel);
        return done;
    }

    /// <summary>A user by name.</summary>
    /// <exception cref="DrmsException">There is none; the hint has the nearest name.</exception>
    public static async Task<SiteUser> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancel)
    {
        IReadOnlyList<SiteUser> users = await ListAsync(connection, cancel);
        return users.FirstOrDefault(u => u.Name == name) ?? throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there is no user \"{name}\"")
        {
            Hint = NearestName.Hint(name, users.Select(u => u.Name)) ?? "drms user list shows them.",
        });
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 63 || name.StartsWith("pg_", StringComparison.Ordinal) || name.Any(char.IsControl) || name is "public" or "none")
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{name}\" cannot be a database role") { Detail = "A role is 1 to 63 bytes long and begins not with pg_." });
    }

    private static async Task<bool> TrueAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
