using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Queries;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>Runs specifications on a database, as the modules do.</summary>
internal sealed class QueryRun(NpgsqlConnection connection)
{
    private readonly Dictionary<string, SeriesDefinition?> _series = [];

    /// <summary>Binds every subset; an error as the modules would tell it.</summary>
    public async Task<List<RecordQuery>> BindAsync(string text, CancellationToken cancel)
    {
        List<RecordQuery> queries = [];
        foreach (RecordSetElement element in RecordSetParser.Parse(text, RecordSetOptions.Local).Elements)
        {
            if (!element.TryGetSeries(out SeriesName name, out DrmsError? error))
                throw new DrmsException(error);
            if (!_series.TryGetValue(name.Key, out SeriesDefinition? series))
                _series[name.Key] = series = await new SeriesCatalog(connection).FindAsync(name, cancel);
            queries.Add(RecordQuery.Bind(element, series ?? throw new DrmsException(element.UnknownSeries()), Trust.LocalUser));
        }
        return queries;
    }

    public async Task<List<long>> RecnumsAsync(string text, RecordLimit limit, CancellationToken cancel)
    {
        List<long> recnums = [];
        foreach (RecordQuery query in await BindAsync(text, cancel))
            recnums.AddRange(await RecnumsAsync(query, limit, cancel));
        return recnums;
    }

    public async Task<List<long>> RecnumsAsync(RecordQuery query, RecordLimit limit, CancellationToken cancel)
    {
        List<long> recnums = [];
        await using NpgsqlCommand command = query.Select($"t.recnum", new SqlText(), limit).On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            recnums.Add(row.GetInt64(0));
        return recnums;
    }

    public async Task<long> CountAsync(string text, CancellationToken cancel)
    {
        long count = 0;
        foreach (RecordQuery query in await BindAsync(text, cancel))
            count += await CountAsync(query, cancel);
        return count;
    }

    public async Task<long> CountAsync(RecordQuery query, CancellationToken cancel)
    {
        await using NpgsqlCommand command = query.Count().On(connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
