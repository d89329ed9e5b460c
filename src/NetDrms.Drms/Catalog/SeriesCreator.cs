using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Catalog;

/// <summary>Makes a series: the rows of the four catalog tables, table, sequence, indexes and grants, all or nothing. Spec 02 §1.8, §2.2, §3.</summary>
/// <param name="connection">Open; not owned.</param>
/// <param name="transaction">The transaction that is open on it: the series comes with its commit; null to commit here.</param>
public sealed class SeriesCreator(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
{
    private const string Version = "2.1";

    /// <summary>Looks for everything that stands in the way of a definition: the name, the namespace, rights, link targets, columns.</summary>
    /// <returns>All errors, in the order in which the original would meet them.</returns>
    public async Task<IReadOnlyList<DrmsError>> CheckAsync(SeriesDefinition definition, CreationOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        List<DrmsError> errors = [];
        await PrepareAsync(definition, options, errors, cancel);
        return errors;
    }

    /// <summary>Makes the series.</summary>
    /// <returns>The definition as it is now in the catalog: with owner, version and date.</returns>
    /// <exception cref="DrmsException">The first of the errors of <see cref="CheckAsync"/>, or the database refused.</exception>
    public async Task<SeriesDefinition> CreateAsync(SeriesDefinition definition, CreationOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        List<DrmsError> errors = [];
        Preparation? prepared = await PrepareAsync(definition, options, errors, cancel);
        if (prepared is null || errors.Count > 0)
            throw new DrmsException(errors[0]);
        SeriesDefinition made = definition with { Owner = prepared.User, Created = prepared.Now, Version = Version };
        NpgsqlTransaction inside = transaction ?? await connection.BeginTransactionAsync(cancel);
        try
        {
            await RunAsync(made, prepared, inside, cancel);
            if (transaction is null)
                await inside.CommitAsync(CancellationToken.None);
        }
        finally
        {
            if (transaction is null)
                await inside.DisposeAsync();
        }
        return made;
    }

    private sealed record Preparation(string User, string Now, string NamespaceOwner, IReadOnlyList<SeriesColumn> Columns);

    private async Task<Preparation?> PrepareAsync(SeriesDefinition definition, CreationOptions options, List<DrmsError> errors, CancellationToken cancel)
    {
        string name = definition.Name.Text;
        SeriesCatalog catalog = new(connection, transaction);
        if (await catalog.FindAsync(definition.Name, cancel) is SeriesDefinition existing)
        {
            errors.Add(new DrmsError(ErrorCode.AlreadyExists, $"series \"{existing.Name}\" exists already")
            {
                Hint = "create_series -f replaces it, with all its records.",
                ClassicMessage = $"drms_create_series(): ERROR: Cannot create series '{name}' because it already exists.",
            });
            return null;
        }
        SqlText sql = $"""
            select n.owner, has_schema_privilege(s.oid, 'create'), current_user::text, to_char(localtimestamp, 'YYYY-MM-DD HH24:MI:SS')
              from admin.ns n join pg_namespace s on s.nspname = lower(n.name)
             where lower(n.name) = {definition.Name.Namespace} limit 1
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        string owner, user, now;
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            if (!await row.ReadAsync(cancel))
            {
                errors.Add(await UnknownNamespaceAsync(definition.Name, row, cancel));
                return null;
            }
            (owner, user, now) = (row.GetString(0), row.GetString(2), row.GetString(3));
            if (!row.GetBoolean(1))
            {
                errors.Add(Classic(definition, ErrorCode.Permission, $"role \"{user}\" may not make series in namespace \"{definition.Name.Namespace}\"",
                    $"dbuser {user} does not have create privilege in namespace {definition.Name.Namespace}."));
            }
        }
        if (definition.CreateShadow && !options.AllowsShadow)
            errors.Add(Classic(definition, ErrorCode.Definition, "this session does not permit shadow tables", "Environment does not permit shadow-table creation."));
        if (definition.CreateShadow && definition.PrimeKeys.Count == 0)
            errors.Add(new DrmsError(ErrorCode.Definition, "a series without prime keys cannot have a shadow table"));
        LinkTargets targets = await LinkTargets.FindAsync(definition, catalog, options, cancel);
        errors.AddRange(targets.Errors);
        if (errors.Count > 0)
            return null;
        IReadOnlyList<SeriesColumn> columns = SeriesTable.Columns(definition, targets.Found);
        errors.AddRange(Collisions(columns));
        return new Preparation(user, now, owner, columns);
    }

    private async Task<DrmsError> UnknownNamespaceAsync(SeriesName series, NpgsqlDataReader row, CancellationToken cancel)
    {
        await row.DisposeAsync();
        IReadOnlyList<string> known = await new SeriesCatalog(connection, transaction).NamespacesAsync(cancel);
        return new DrmsError(ErrorCode.Argument, $"namespace \"{series.Namespace}\" does not exist")
        {
            Hint = NearestName.Hint(series.Namespace, known) ?? "Make it with drms ns create.",
            ClassicMessage = $"Namespace {series.Namespace} does not exist.\n{Failed(series.Text)}",
        };
    }

    // The database folds and cuts names, so two that differ in the definition may be one column.
    private static IEnumerable<DrmsError> Collisions(IReadOnlyList<SeriesColumn> columns)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (SeriesColumn column in columns)
        {
            string cut = column.Name.Length > SeriesTable.LongestName ? column.Name[..SeriesTable.LongestName] : column.Name;
            if (!taken.Add(cut))
                yield return new DrmsError(ErrorCode.Definition, $"two columns of the series would have the name \"{cut}\"");
        }
    }

    private async Task RunAsync(SeriesDefinition series, Preparation prepared, NpgsqlTransaction inside, CancellationToken cancel)
    {
        await using NpgsqlBatch batch = new(connection, inside);
        foreach (SqlText statement in CatalogRows.Of(series).Concat(Table(series, prepared)))
            batch.BatchCommands.Add(statement.InBatch());
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error)
        {
            throw Refused(series, error);
        }
    }

    private static IEnumerable<SqlText> Table(SeriesDefinition series, Preparation prepared)
    {
        SqlName table = SeriesTable.Name(series.Name);
        SqlName owner = SqlName.Exact(prepared.NamespaceOwner);
        SqlText columns = new();
        foreach (SeriesColumn column in prepared.Columns)
        {
            columns.AppendFormatted(SqlName.Of(column.Name));
            columns.AppendLiteral(" ");
            columns.AppendLiteral(column.Type);
            columns.AppendLiteral(", ");
        }
        yield return $"create table {table} ({columns}primary key (recnum))";
        yield return $"grant select on {table} to public";
        yield return $"grant delete on {table} to {SqlName.Of("sumsadmin")}";
        yield return $"grant select, insert, update, delete on {table} to {owner}";
        foreach ((string name, IReadOnlyList<string> keys) in SeriesTable.Indexes(series))
            yield return Index(table, name, keys);
        if (SeriesTable.OwnIndex(series) is (string own, IReadOnlyList<string> all))
            yield return Index(table, own, all);
        SqlName sequence = SeriesTable.Sequence(series.Name);
        yield return $"create sequence {sequence}";
        yield return $"grant select on {sequence} to public";
        yield return $"grant update on {sequence} to {owner}";
        if (!series.CreateShadow)
            yield break;
        foreach (SqlText statement in ShadowTable.Create(series, prepared.NamespaceOwner))
            yield return statement;
    }

    private static SqlText Index(SqlName table, string name, IReadOnlyList<string> keys)
    {
        SqlText list = new();
        foreach (string key in keys)
        {
            if (!list.IsEmpty)
                list.AppendLiteral(", ");
            list.AppendFormatted(SqlName.Of(key));
        }
        return $"create index {SqlName.Of(name)} on {table} ({list})";
    }

    private static DrmsException Refused(SeriesDefinition series, PostgresException error)
    {
        string classic = $"query failed: ERROR:  {error.MessageText}\n{Failed(series.Name.Text)}";
        DrmsError why = error.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable => new DrmsError(ErrorCode.AlreadyExists, $"series \"{series.Name}\" was made by somebody else meanwhile, or is left in parts")
            {
                Detail = $"The database says: {error.MessageText}.",
            },
            PostgresErrorCodes.InsufficientPrivilege => new DrmsError(ErrorCode.Permission, $"this role may not make series in namespace \"{series.Name.Namespace}\": {error.MessageText}"),
            _ => new DrmsError(ErrorCode.Database, $"the database refused to make series \"{series.Name}\": {error.MessageText}"),
        };
        return new DrmsException(why with { ClassicMessage = classic }, error);
    }

    private static DrmsError Classic(SeriesDefinition series, ErrorCode code, string message, string classic) =>
        new(code, message) { ClassicMessage = $"{classic}\n{Failed(series.Name.Text)}" };

    private static string Failed(string series) => $"drms_insert_series(): failed to insert series {series}.";
}
