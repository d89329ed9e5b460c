using NetDrms.Database.Sql;
using NetDrms.Drms.Sources;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Catalog;

/// <summary>Removes a series with its table, sequence and catalog rows, all or nothing. Spec 03 §5.</summary>
/// <param name="connection">Open; not owned.</param>
/// <param name="transaction">The transaction that is open on it: the series goes with its commit; null to commit here.</param>
/// <remarks>Storage units stay; the caller tells SUMS.</remarks>
public sealed class SeriesRemover(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
{
    /// <summary>Tells what would go, and checks that this role may remove it.</summary>
    /// <exception cref="DrmsException"><see cref="ErrorCode.UnknownSeries"/>; <see cref="ErrorCode.Permission"/> when the role does not own the series.</exception>
    public async Task<SeriesRemoval> InspectAsync(SeriesName name, CancellationToken cancel)
    {
        SeriesCatalog catalog = new(connection, transaction);
        if (await catalog.FindAsync(name, cancel) is not SeriesDefinition series)
        {
            DrmsError unknown = await catalog.UnknownAsync(name.Text, cancel);
            throw new DrmsException(unknown with { ClassicMessage = $"***** The series {name} does not exist, and cannot be removed. *****\n Please try again with a valid series name" });
        }
        bool hasTable = await CheckOwnerAsync(series.Name, cancel);
        SeriesRemoval removal = new() { Series = series, LinkedFrom = await LinkedFromAsync(catalog, series.Name, cancel) };
        if (!hasTable)
            return removal;   // somebody dropped the table by hand: the rest can still be removed
        SqlName table = SeriesTable.Name(series.Name);
        SqlText counts = $"""
            select count(*), count(distinct sunum) filter (where sunum >= 0), pg_total_relation_size({Relation(series.Name, series.Name.Table)}::regclass),
                   to_regclass({Relation(series.Name, ShadowTable.TableName(series.Name))}) is not null
              from {table}
            """;
        await using NpgsqlCommand command = counts.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return removal with { Records = row.GetInt64(0), StorageUnits = row.GetInt64(1), TableBytes = row.GetInt64(2), HasShadow = row.GetBoolean(3) };
    }

    /// <summary>Removes a series.</summary>
    /// <exception cref="DrmsException">As <see cref="InspectAsync"/>, or the database refused.</exception>
    public async Task RemoveAsync(SeriesName name, CancellationToken cancel)
    {
        SeriesCatalog catalog = new(connection, transaction);
        SeriesDefinition series = await catalog.GetAsync(name, cancel);
        bool hasTable = await CheckOwnerAsync(series.Name, cancel);
        NpgsqlTransaction inside = transaction ?? await connection.BeginTransactionAsync(cancel);
        try
        {
            await using NpgsqlBatch batch = new(connection, inside);
            foreach (SqlText statement in Statements(series.Name, hasTable))
                batch.BatchCommands.Add(statement.InBatch());
            await batch.ExecuteNonQueryAsync(cancel);
            await KnownSources.ForgetAsync(connection, inside, series.Name, cancel);
            if (transaction is null)
                await inside.CommitAsync(CancellationToken.None);
        }
        catch (PostgresException error)
        {
            throw Refused(series.Name, error);
        }
        finally
        {
            if (transaction is null)
                await inside.DisposeAsync();
        }
    }

    private static IEnumerable<SqlText> Statements(SeriesName series, bool hasTable)
    {
        foreach (SqlText row in CatalogRows.Delete(series))
            yield return row;
        if (hasTable)
        {
            foreach (SqlText statement in ShadowTable.Drop(series))
                yield return statement;
            yield return $"drop table {SeriesTable.Name(series)}";
        }
        yield return $"drop sequence if exists {SeriesTable.Sequence(series)}";
    }

    // Both the table and the catalog tables must be ours to change; false when there is no table.
    private async Task<bool> CheckOwnerAsync(SeriesName series, CancellationToken cancel)
    {
        SqlText sql = $"""
            select coalesce(pg_has_role(c.relowner, 'usage'), true) and has_table_privilege(k.oid, 'delete'), c.oid is not null, current_user::text
              from pg_class k join pg_namespace n on n.oid = k.relnamespace
              left join pg_class c on c.relnamespace = n.oid and c.relname = {series.Table} and c.relkind in ('r', 'p')
             where n.nspname = {series.Namespace} and k.relname = 'drms_series'
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        if (await row.ReadAsync(cancel) && !row.GetBoolean(0))
            throw new DrmsException(Permission(series, $"role \"{row.GetString(2)}\" does not own series \"{series}\" and cannot remove it"));
        return row.GetBoolean(1);
    }

    private async Task<IReadOnlyList<(string Series, string Link)>> LinkedFromAsync(SeriesCatalog catalog, SeriesName series, CancellationToken cancel)
    {
        SqlText all = new();
        foreach (string schema in await catalog.NamespacesAsync(cancel))
        {
            if (!all.IsEmpty)
                all.AppendLiteral(" union all ");
            string key = series.Key;
            SqlText one = $"""
                select seriesname collate "C" as seriesname, linkname from {SqlName.Exact(schema)}.drms_link
                 where lower(target_seriesname) = {key} and lower(seriesname) <> {key}
                """;
            all.Append(one);
        }
        all.AppendLiteral(" order by 1, 2");
        await using NpgsqlCommand command = all.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<(string, string)> links = [];
        while (await row.ReadAsync(cancel))
            links.Add((row.GetString(0), row.GetString(1)));
        return links;
    }

    private static DrmsException Refused(SeriesName series, PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => new DrmsException(Permission(series, $"this role may not remove series \"{series}\": {error.MessageText}"), error),
        PostgresErrorCodes.DependentObjectsStillExist => new DrmsException(new DrmsError(ErrorCode.Database, $"other things in the database depend on series \"{series}\"")
        {
            Detail = error.Detail,
            ClassicMessage = $"query failed: ERROR:  {error.MessageText}",
        }, error),
        _ => new DrmsException(new DrmsError(ErrorCode.Database, $"the database refused to remove series \"{series}\": {error.MessageText}")
        {
            ClassicMessage = $"query failed: ERROR:  {error.MessageText}",
        }, error),
    };

    private static DrmsError Permission(SeriesName series, string message) =>
        new(ErrorCode.Permission, message) { ClassicMessage = $"Permission failure - cannot delete series '{series}'." };

    private static string Relation(SeriesName series, string table) => SqlName.Of(series.Namespace, table).Quoted;
}
