using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Samples.Filling;

/// <summary>The prime keys of the records that a series has already.</summary>
internal sealed class StoredKeys
{
    private readonly SeriesDefinition _series;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    private StoredKeys(SeriesDefinition series) => _series = series;

    /// <summary>Number of them.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads them.</summary>
    public static async Task<StoredKeys> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, CancellationToken cancel)
    {
        StoredKeys stored = new(series);
        SqlText columns = new();
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            if (!columns.IsEmpty)
                columns.Append($", ");
            columns.Append($"{SqlName.Of(key.Name)}");
        }
        SqlText sql = $"select distinct {columns} from {SqlName.Of(series.Name)}";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        string[] parts = new string[series.PrimeKeys.Count];
        while (await row.ReadAsync(cancel))
        {
            for (int i = 0; i < parts.Length; i++)
                parts[i] = Text(row.GetValue(i));
            stored._keys.Add(string.Join('\t', parts));
        }
        return stored;
    }

    /// <summary>True when the series has a record with these keys; a time inside a slot counts as the slot.</summary>
    public bool Has(SampleRecord record) =>
        _keys.Contains(string.Join('\t', InternalKeys.Of(_series, [.. record.Keys.Select(static key => key.Value)]).Select(static value => Text(Plain(value)))));

    private static object Plain(DrmsValue value) => value.Type switch
    {
        DrmsType.String => value.AsString,
        DrmsType.Float => (float)value.AsDouble,
        _ when value.Type.IsInteger() => value.AsInteger,
        _ => value.AsDouble,
    };

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
