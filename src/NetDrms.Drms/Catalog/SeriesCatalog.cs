using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Catalog;

/// <summary>Reads series from the catalog of their namespace. Spec 02 §2.</summary>
/// <param name="connection">Open; not owned.</param>
/// <param name="transaction">The transaction that is open on it, so that a look-up that finds no such namespace does not end it; null without one.</param>
/// <remarks>Not thread-safe, as the connection is not.</remarks>
public sealed class SeriesCatalog(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
{
    private const string IndexSuffix = "_index";

    /// <summary>Reads a series in one round trip; null when it does not exist.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="cancel">Stops waiting for the database.</param>
    /// <exception cref="DrmsException"><see cref="ErrorCode.Permission"/>.</exception>
    public async Task<SeriesDefinition?> FindAsync(SeriesName name, CancellationToken cancel)
    {
        SeriesDefinition? series = await ReadAsync(name, cancel);
        return series is null || series.Keywords.Count == 0 || series.Keywords[0].Rank > 0
            ? series
            : CatalogReader.WithRanks(series, await ColumnsAsync(name, cancel));
    }

    /// <summary>Reads a series whose name is still a text; null when it does not exist or the text can be no name.</summary>
    public async Task<SeriesDefinition?> FindAsync(string name, CancellationToken cancel) =>
        SeriesName.TryParse(name, out SeriesName parsed) ? await FindAsync(parsed, cancel) : null;

    /// <summary>Reads a series in one round trip.</summary>
    /// <exception cref="DrmsException"><see cref="ErrorCode.UnknownSeries"/>, with the nearest name as hint.</exception>
    public async Task<SeriesDefinition> GetAsync(SeriesName name, CancellationToken cancel) =>
        await FindAsync(name, cancel) ?? throw new DrmsException(await UnknownAsync(name.Text, cancel));

    /// <summary>Reads a series whose name is still a text.</summary>
    /// <exception cref="DrmsException"><see cref="ErrorCode.UnknownSeries"/>, also when the text can be no name.</exception>
    public async Task<SeriesDefinition> GetAsync(string name, CancellationToken cancel) =>
        SeriesName.TryParse(name, out SeriesName parsed) ? await GetAsync(parsed, cancel) : throw new DrmsException(await UnknownAsync(name, cancel));

    /// <summary>The error for a series that is not there, with the nearest name as hint.</summary>
    public async Task<DrmsError> UnknownAsync(string name, CancellationToken cancel)
    {
        List<string> names = [];
        await foreach (SeriesListing listing in ListAsync(null, cancel))
            names.Add(listing.Name);
        return new DrmsError(ErrorCode.UnknownSeries, $"series \"{name}\" does not exist")
        {
            Hint = NearestName.Hint(name, names) ?? (names.Count == 0 ? "There are no series yet; make one with create_series." : null),
        };
    }

    /// <summary>Lists the series of all namespaces, by name in byte order, one row at a time.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="DrmsException"><see cref="ErrorCode.Argument"/>: the filter is no regular expression.</exception>
    public async IAsyncEnumerable<SeriesListing> ListAsync(SeriesFilter? filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        SqlText all = new();
        foreach (string schema in await NamespacesAsync(cancel))
        {
            if (!all.IsEmpty)
                all.AppendLiteral(" union all ");
            SqlText one = $"""
                select seriesname collate "C" as seriesname, primary_idx, coalesce(description, ''), owner, archive, retention, tapegroup, unitsize
                  from {SqlName.Exact(schema)}.drms_series
                """;
            all.Append(one);
            if (filter is null)
                continue;
            SqlText matches = $" where (seriesname ~* {filter.Pattern}) <> {filter.IsInverted}";
            all.Append(matches);
        }
        if (all.IsEmpty)
            yield break;
        all.AppendLiteral(" order by seriesname");
        await using NpgsqlCommand command = all.On(connection, transaction);
        await using NpgsqlDataReader row = await OpenAsync(command, filter, cancel);
        while (await row.ReadAsync(cancel))
        {
            yield return new SeriesListing
            {
                Name = row.GetString(0),
                PrimeKeys = ExternalNames(row.GetString(1)),
                Description = row.GetString(2),
                Owner = row.GetString(3),
                Archive = row.GetInt32(4),
                Retention = new CatalogRetention(row.GetInt32(5)),
                TapeGroup = row.GetInt32(6),
                UnitSize = row.GetInt32(7),
            };
        }
    }

    /// <summary>The namespaces that have the catalog tables, by name.</summary>
    public async Task<IReadOnlyList<string>> NamespacesAsync(CancellationToken cancel)
    {
        SqlText sql = $"""
            select n.nspname::text from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relname = 'drms_series'
             where n.nspname in (select lower(name) from admin.ns) and has_table_privilege(c.oid, 'select')
             order by n.nspname
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> names = [];
        while (await row.ReadAsync(cancel))
            names.Add(row.GetString(0));
        return names;
    }

    private async Task<SeriesDefinition?> ReadAsync(SeriesName name, CancellationToken cancel)
    {
        SqlName schema = SqlName.Of(name.Namespace);
        string key = name.Key;
        // the sub-select finds the spelling in the small table, so that the big ones are read by their primary key
        SqlText spelling = $"seriesname = (select seriesname from {schema}.drms_series where lower(seriesname) = {key} order by seriesname limit 1)";
        SqlText series = $"""
            select seriesname, author, owner, unitsize, archive, retention, tapegroup, primary_idx, created, description, dbidx, version
              from {schema}.drms_series where lower(seriesname) = {key} order by seriesname limit 1
            """;
        SqlText keywords = $"""
            select keywordname, linkname, targetkeyw, type, defaultval, format, unit, islink, isconstant, persegment, description
              from {schema}.drms_keyword where {spelling}
            """;
        SqlText links = $"select linkname, target_seriesname, type, description from {schema}.drms_link where {spelling} order by linkname collate \"C\"";
        SqlText segments = $"""
            select segmentname, segnum, scope, type, naxis, axis, unit, protocol, description, islink, linkname, targetseg, cseg_recnum
              from {schema}.drms_segment where {spelling} order by segnum
            """;
        await using NpgsqlBatch batch = new(connection, transaction);
        if (transaction is not null)
            batch.BatchCommands.Add(Plain($"savepoint netdrms_catalog"));
        batch.BatchCommands.Add(series.InBatch());
        batch.BatchCommands.Add(keywords.InBatch());
        batch.BatchCommands.Add(links.InBatch());
        batch.BatchCommands.Add(segments.InBatch());
        if (transaction is not null)
            batch.BatchCommands.Add(Plain($"release savepoint netdrms_catalog"));
        try
        {
            await using NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancel);
            return await CatalogReader.ReadAsync(rows, cancel);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            if (transaction is not null)
                await transaction.RollbackAsync("netdrms_catalog", cancel);
            return null;   // a namespace that does not exist, or a schema that is none
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Permission, $"this role may not read the catalog of namespace \"{name.Namespace}\": {error.MessageText}"), error);
        }
    }

    private async Task<IReadOnlyList<string>> ColumnsAsync(SeriesName name, CancellationToken cancel)
    {
        SqlText sql = $"""
            select a.attname::text from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = {name.Namespace} and c.relname = {name.Table} and a.attnum > 0 and not a.attisdropped
             order by a.attnum
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> columns = [];
        while (await row.ReadAsync(cancel))
            columns.Add(row.GetString(0));
        return columns;
    }

    private static async Task<NpgsqlDataReader> OpenAsync(NpgsqlCommand command, SeriesFilter? filter, CancellationToken cancel)
    {
        try
        {
            return await command.ExecuteReaderAsync(cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidRegularExpression && filter is not null)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{filter.Pattern}\" is no regular expression: {error.MessageText}"), error);
        }
    }

    private static string[] ExternalNames(string primeKeys)
    {
        string[] names = primeKeys.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].EndsWith(IndexSuffix, StringComparison.OrdinalIgnoreCase))
                names[i] = names[i][..^IndexSuffix.Length];
        }
        return names;
    }

    private static NpgsqlBatchCommand Plain(SqlText sql) => sql.InBatch();
}
