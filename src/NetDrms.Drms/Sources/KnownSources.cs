using System.Security.Cryptography;
using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Sources;

/// <summary>What the database remembers of the files that records of a series were made of (<c>netdrms.source</c>), so that an ingest stores no file twice and does not read the unchanged ones again.</summary>
/// <remarks>
/// A file counts as stored while the record made of it exists, also when that record has newer versions. A database that the original made has no such table,
/// and a role may lack the right: then nothing is known, and the caller compares with the stored files. Not thread-safe.
/// </remarks>
public sealed class KnownSources
{
    private readonly NpgsqlConnection _connection;
    private readonly SeriesName _series;
    private readonly string _settings;
    private readonly bool _remembers;
    private readonly List<(SourceStamp File, byte[] Sha256, SourceRecord Record)> _new = [];

    private KnownSources(NpgsqlConnection connection, SeriesName series, string settings, bool remembers)
    {
        _connection = connection;
        _series = series;
        _settings = settings;
        _remembers = remembers;
    }

    /// <summary>True when something was added and not written yet.</summary>
    public bool HasNew => _new.Count > 0;

    /// <summary>Looks whether the database remembers.</summary>
    /// <param name="connection">Open; not owned.</param>
    /// <param name="series">The series.</param>
    /// <param name="settings">What beside a file's content makes the record; files stored with other settings are others.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<KnownSources> OpenAsync(NpgsqlConnection connection, SeriesName series, string settings, CancellationToken cancel)
    {
        SqlText sql = $"select coalesce(has_table_privilege(to_regclass('netdrms.source'), 'select, insert, update'), false)";
        await using NpgsqlCommand command = sql.On(connection);
        return new KnownSources(connection, series, settings, (bool)(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>Forgets the files of a series that is being removed.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, SeriesName series, CancellationToken cancel)
    {
        SqlText may = $"select coalesce(has_table_privilege(to_regclass('netdrms.source'), 'delete'), false)";
        await using (NpgsqlCommand command = may.On(connection, transaction))
        {
            if (!(bool)(await command.ExecuteScalarAsync(cancel))!)
                return;
        }
        SqlText delete = $"delete from netdrms.source where series = {series.Key}";
        await using NpgsqlCommand forget = delete.On(connection, transaction);
        await forget.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Of some files, those that are as they were when they were stored: same path, length and time.</summary>
    /// <returns>Their positions.</returns>
    public async Task<IReadOnlySet<int>> UnchangedAsync(IReadOnlyList<SourceStamp> files, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(files);
        HashSet<int> unchanged = [];
        if (!_remembers)
            return unchanged;
        byte[][] places = [.. files.Select(file => Place(file.Path))];
        long[] bytes = [.. files.Select(static file => file.Bytes)];
        long[] modified = [.. files.Select(static file => file.Modified)];
        SqlText sql = $"""
            select f.number from unnest({places}, {bytes}, {modified}) with ordinality as f (place, bytes, modified, number)
              join netdrms.source k on k.place = f.place and k.bytes = f.bytes and k.modified = f.modified
              join {SqlName.Of(_series)} r on r.recnum = k.recnum and r.sunum = k.sunum
            """;
        await using NpgsqlCommand command = sql.On(_connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            unchanged.Add((int)row.GetInt64(0) - 1);
        return unchanged;
    }

    /// <summary>The record that a file of this content was stored as, under whatever path; null if there is none.</summary>
    public async Task<SourceRecord?> FindAsync(byte[] sha256, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (!_remembers)
            return null;
        byte[] content = Content(sha256);
        SqlText sql = $"""
            select k.recnum, k.sunum from netdrms.source k join {SqlName.Of(_series)} r on r.recnum = k.recnum and r.sunum = k.sunum
             where k.content = {content} limit 1
            """;
        await using NpgsqlCommand command = sql.On(_connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new SourceRecord(row.GetInt64(0), row.GetInt64(1)) : null;
    }

    /// <summary>Remembers a file, once <see cref="WriteAsync"/> is called.</summary>
    public void Add(SourceStamp file, byte[] sha256, SourceRecord record)
    {
        if (_remembers)
            _new.Add((file, sha256, record));
    }

    /// <summary>Writes what was added, in the connection's transaction: it counts with the records.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        if (_new.Count == 0)
            return;
        // one row a place, in a fixed order, so that two programs that store the same files wait for each other, not both at once
        (byte[] Place, SourceStamp File, byte[] Sha256, SourceRecord Record)[] rows = [.. _new
            .GroupBy(n => n.File.Path, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(n => n.File.Path, StringComparer.Ordinal)
            .Select(n => (Place(n.File.Path), n.File, n.Sha256, n.Record))];
        byte[][] places = [.. rows.Select(static r => r.Place)];
        byte[][] contents = [.. rows.Select(r => Content(r.Sha256))];
        string[] paths = [.. rows.Select(static r => r.File.Path)];
        long[] bytes = [.. rows.Select(static r => r.File.Bytes)];
        long[] modified = [.. rows.Select(static r => r.File.Modified)];
        long[] recnums = [.. rows.Select(static r => r.Record.Recnum)];
        long[] sunums = [.. rows.Select(static r => r.Record.Sunum)];
        SqlText sql = $"""
            insert into netdrms.source (place, content, series, path, bytes, modified, recnum, sunum)
            select place, content, {_series.Key}, path, bytes, modified, recnum, sunum
              from unnest({places}, {contents}, {paths}, {bytes}, {modified}, {recnums}, {sunums}) as f (place, content, path, bytes, modified, recnum, sunum)
            on conflict (place) do update
               set content = excluded.content, bytes = excluded.bytes, modified = excluded.modified, recnum = excluded.recnum, sunum = excluded.sunum, noted = now()
            """;
        await using NpgsqlCommand command = sql.On(_connection);
        await command.ExecuteNonQueryAsync(cancel);
        _new.Clear();
    }

    private byte[] Place(string path) => Hash(Encoding.UTF8.GetBytes(path));

    private byte[] Content(byte[] sha256) => Hash(sha256);

    private byte[] Hash(ReadOnlySpan<byte> last)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_series.Key}\0{_settings}\0"));
        hash.AppendData(last);
        return hash.GetHashAndReset();
    }
}
