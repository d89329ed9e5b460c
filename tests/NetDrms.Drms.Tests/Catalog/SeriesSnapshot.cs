using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

/// <summary>Everything in the database that belongs to a series, as texts that can be compared.</summary>
internal static class SeriesSnapshot
{
    /// <summary>Rows of a catalog table without seriesname, owner and created, in the order of their keys.</summary>
    public static async Task<List<string>> RowsAsync(NpgsqlConnection connection, SeriesName series, string table, CancellationToken cancel)
    {
        SqlText order = table switch
        {
            "drms_keyword" => $"persegment >> 16",
            "drms_segment" => $"segnum",
            "drms_link" => $"linkname",
            _ => $"seriesname",
        };
        SqlText sql = $"select * from {SqlName.Of(series.Namespace, table)} where lower(seriesname) = {series.Key} order by {order}";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> rows = [];
        while (await row.ReadAsync(cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount)
                .Where(i => row.GetName(i) is not ("seriesname" or "owner" or "created"))
                .Select(i => row.IsDBNull(i) ? "NULL" : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Columns of the series table: name and type, in order.</summary>
    public static Task<List<string>> ColumnsAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel) => ListAsync(connection, $"""
        select column_name::text || ' ' || data_type::text from information_schema.columns
         where table_schema = {series.Namespace} and table_name = {series.Table} order by ordinal_position
        """, cancel);

    /// <summary>Indexes of the series table, without our own.</summary>
    public static Task<List<string>> IndexesAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel) => ListAsync(connection, $"""
        select indexdef from pg_indexes where schemaname = {series.Namespace} and tablename = {series.Table}
           and indexname not like '%\_pk\_recnum\_idx' order by indexname collate "C"
        """, cancel);

    /// <summary>Rights on table and sequence, one a line, the owner's own left out as a dump leaves them out.</summary>
    public static Task<List<string>> GrantsAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel) => ListAsync(connection, $"""
        select c.relname || ': ' || a.privilege_type || ' to ' || coalesce(r.rolname, 'public')
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          cross join lateral aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
         where n.nspname = {series.Namespace} and c.relname in ({series.Table}, {series.Table + "_seq"}) and a.grantee <> c.relowner
         order by 1
        """, cancel);

    /// <summary>Column defaults and constraints.</summary>
    public static Task<List<string>> ConstraintsAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel) => ListAsync(connection, $"""
        select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = {SqlName.Of(series).Quoted}::regclass
        union all
        select a.attname || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
          from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = {SqlName.Of(series).Quoted}::regclass and a.attnum > 0 and (a.attnotnull or d.adbin is not null)
        order by 1
        """, cancel);

    /// <summary>The parameters of the sequence.</summary>
    public static Task<List<string>> SequenceAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel) => ListAsync(connection, $"""
        select concat_ws(' ', sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size) from pg_sequences
         where schemaname = {series.Namespace} and sequencename = {series.Table + "_seq"}
        """, cancel);

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> list = [];
        while (await row.ReadAsync(cancel))
            list.Add(row.GetString(0));
        return list;
    }
}
