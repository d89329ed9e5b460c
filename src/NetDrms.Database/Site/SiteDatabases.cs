using System.Globalization;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Makes what is missing in a site's two databases: roles, databases, schemas, the range of storage-unit numbers. Spec 05 §4.2.</summary>
internal sealed class SiteDatabases(SiteHome home, IProgress<string> progress, UndoList undo)
{
    /// <summary>Role that may look storage units up.</summary>
    public const string Reader = "readonlyuser";

    private const int LocalBits = 48;

    private readonly string _production = home.Options.Database.ProductionUser;

    /// <summary>Makes everything; repeating it changes nothing.</summary>
    public async Task MakeAsync(CancellationToken cancel)
    {
        await MakeDrmsAsync(cancel);
        await MakeSumsAsync(cancel);
    }

    /// <summary>Brings schema <c>netdrms</c> of both databases up to date, as a new version of the program may need it.</summary>
    public static async Task MigrateAsync(SiteHome home, CancellationToken cancel)
    {
        await using (NpgsqlConnection drms = await DatabaseConnection.OpenAsync(home.DrmsAdministrator, cancel))
        {
            await DrmsSchema.CreateAsync(drms, cancel);
            await NetdrmsSchema.MigrateDrmsAsync(drms, cancel);
        }
        await using NpgsqlConnection sums = await DatabaseConnection.OpenAsync(home.SumsAdministrator, cancel);
        await ActAsAsync(sums, home.Options.Database.ProductionUser, cancel);
        await NetdrmsSchema.MigrateSumsAsync(sums, cancel);
    }

    private async Task MakeDrmsAsync(CancellationToken cancel)
    {
        DatabaseTarget target = home.DrmsAdministrator;
        await using (NpgsqlConnection server = await ServerAccess.OpenAsync(target, cancel))
        {
            await EnsureProductionRoleAsync(server, cancel);
            await EnsureDatabaseAsync(server, target, owner: null, cancel);
        }
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        await DrmsSchema.CreateAsync(connection, cancel);
        await NetdrmsSchema.MigrateDrmsAsync(connection, cancel);
        await ExecuteAsync(connection, $"grant {SqlName.Of(DrmsSchema.SumsAdministrator)} to {SqlName.Exact(_production)}", cancel);
        await SiteUsers.AddAsync(connection, new UserRequest { Name = _production, Namespace = SiteUsers.UsualNamespace(_production) }, Commitment.Real, cancel);
    }

    private async Task MakeSumsAsync(CancellationToken cancel)
    {
        DatabaseTarget target = home.SumsAdministrator;
        await using (NpgsqlConnection server = await ServerAccess.OpenAsync(target, cancel))
        {
            await EnsureProductionRoleAsync(server, cancel);
            await DrmsSchema.CreateRoleAsync(server, Reader, RoleLogin.Yes, cancel);
            await EnsureDatabaseAsync(server, target, _production, cancel);
        }
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        await ActAsAsync(connection, _production, cancel);
        await SumsSchema.CreateAsync(connection, cancel);
        await NetdrmsSchema.MigrateSumsAsync(connection, cancel);
        await SetRangeAsync(connection, cancel);
        await ExecuteAsync(connection, $"grant connect on database {SqlName.Exact(target.Database)} to {SqlName.Of(Reader)}", cancel);
        await ExecuteAsync(connection, $"grant usage on schema public to {SqlName.Of(Reader)}", cancel);
        await ExecuteAsync(connection, $"grant select on public.sum_partn_alloc, public.sum_main to {SqlName.Of(Reader)}", cancel);
    }

    private async Task EnsureDatabaseAsync(NpgsqlConnection server, DatabaseTarget target, string? owner, CancellationToken cancel)
    {
        if (await ServerAccess.HasDatabaseAsync(server, target.Database, cancel))
            return;
        progress.Report($"making database {target.Database}");
        await ServerAccess.CreateDatabaseAsync(server, target.Database, owner, cancel);
        undo.Add($"database {target.Database}", () => ServerAccess.DropDatabaseAsync(target, CancellationToken.None));
    }

    private async Task EnsureProductionRoleAsync(NpgsqlConnection server, CancellationToken cancel)
    {
        await DrmsSchema.CreateRoleAsync(server, _production, RoleLogin.Yes, cancel);
        if (home.Options.Database.ProductionPassword is { Length: > 0 } password)
            await RolePassword.SetAsync(server, _production, password, cancel);
        // An administrator who is no superuser acts for this role only as its member.
        SqlText member = $"select rolsuper or pg_has_role(current_user, {_production}, 'member') from pg_roles where rolname = current_user";
        await using (NpgsqlCommand command = member.On(server))
        {
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return;
        }
        await ExecuteAsync(server, $"grant {SqlName.Exact(_production)} to current_user", cancel);
    }

    // Spec 04 §1: the local numbers run in [code << 48, (code << 48) + 2^48 - 1]. Numbers once given are never given again.
    private async Task SetRangeAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        long first = (long)home.Options.Identity.Code << LocalBits;
        long last = first + (1L << LocalBits) - 1;
        SqlText state = $"select min_value, max_value, last_value from pg_sequences where schemaname = 'public' and sequencename = 'sum_ds_index_seq'";
        long least, most;
        long? given;
        await using (NpgsqlCommand command = state.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            await row.ReadAsync(cancel);
            (least, most, given) = (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2));
        }
        if (least == Math.Max(first, 1) && most == last)
            return;
        if (given is not null)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, string.Create(CultureInfo.InvariantCulture, $"site code 0x{home.Options.Identity.Code:X4} does not fit the storage units that exist"))
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"The SUMS database gave the numbers {least} to {given}."),
                Hint = "Write the code that the site had into site.toml.",
            });
        }
        // A definition of a sequence takes no parameters; these are numbers of ours.
        SqlText alter = new();
        alter.AppendLiteral(string.Create(CultureInfo.InvariantCulture,
            $"alter sequence public.sum_ds_index_seq minvalue {Math.Max(first, 1)} maxvalue {last} start {first + 1} restart {first + 1}"));
        await using NpgsqlCommand change = alter.On(connection);
        await change.ExecuteNonQueryAsync(cancel);
    }

    private static Task ActAsAsync(NpgsqlConnection connection, string role, CancellationToken cancel) =>
        ExecuteAsync(connection, $"set role {SqlName.Exact(role)}", cancel);

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
