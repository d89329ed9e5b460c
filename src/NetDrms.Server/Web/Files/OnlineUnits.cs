using System.Collections.Concurrent;
using System.Diagnostics;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Server.Web.Files;

/// <summary>Tells where storage units lie that strangers may read: put, committed, on line, in a partition of the site, of no series that is kept from them.</summary>
/// <remarks>Answers are remembered for seconds; that a unit is not there, never. Thread-safe.</remarks>
internal sealed class OnlineUnits : IAsyncDisposable
{
    private const int MostRemembered = 50_000;
    private const int Connections = 4;

    private readonly ConcurrentDictionary<long, (string Folder, long Until)> _known = new();
    private readonly NpgsqlDataSource _sums;
    private readonly DatabaseTarget _target;
    private readonly SiteAccess _site;
    private readonly long _lifetime;

    /// <summary>Connects at the first question.</summary>
    public OnlineUnits(SiteHome home, SiteAccess site, WebOptions options)
    {
        _site = site;
        _lifetime = (long)(options.UnitSeconds * Stopwatch.Frequency);
        _target = home.Sums
            .With("default_transaction_read_only", "on")
            .With("statement_timeout", "10000");
        _sums = DatabaseConnection.CreateSource(_target, pooled: true, static text =>
        {
            text.MaxPoolSize = Connections;
            text.MaxAutoPrepare = 10;
            text.AutoPrepareMinUsages = 2;
            text.NoResetOnClose = true;
        });
    }

    /// <summary>The folder of a unit; null when strangers have no such unit.</summary>
    public async ValueTask<string?> FindAsync(long sunum, CancellationToken cancel)
    {
        long now = Stopwatch.GetTimestamp();
        if (_known.TryGetValue(sunum, out (string Folder, long Until) known) && now < known.Until)
            return known.Folder;
        if (await LookAsync(sunum, cancel) is not string folder)
        {
            _known.TryRemove(sunum, out _);
            return null;
        }
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known[sunum] = (folder, now + _lifetime);
        return folder;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sums.DisposeAsync();

    // A connection of the pool may have died with a restart of the server: then once more on new ones.
    private async Task<string?> LookAsync(long sunum, CancellationToken cancel)
    {
        try
        {
            return await LookOnceAsync(sunum, cancel);
        }
        catch (NpgsqlException lost) when (lost is not PostgresException || lost.SqlState == PostgresErrorCodes.AdminShutdown)
        {
            _sums.Clear();
            _site.Connections!.Clear();
            return await LookOnceAsync(sunum, cancel);
        }
    }

    private async Task<string?> LookOnceAsync(long sunum, CancellationToken cancel) =>
        await ReadAsync(sunum, cancel) is (string folder, string series) && !await IsPrivateAsync(series, cancel) ? folder : null;

    // A row enters sum_main when the session of its put closes: what is being written is not here.
    private async Task<(string Folder, string Series)?> ReadAsync(long sunum, CancellationToken cancel)
    {
        SqlText sql = $"""
            select rtrim(m.online_loc, '/'), coalesce(m.owning_series, '')
              from public.sum_main m
             where m.ds_index = {sunum} and m.online_status = 'Y'
               and exists (select 1 from public.sum_partn_avail p where rtrim(p.partn_name, '/') || '/D' || m.ds_index = rtrim(m.online_loc, '/'))
             limit 1
            """;
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(_sums, _target, cancel);
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetString(0), row.GetString(1)) : null;
    }

    // Units of what is no series here (logs, other sites' series) are read by whoever knows the number, as the original has it.
    private async Task<bool> IsPrivateAsync(string series, CancellationToken cancel)
    {
        if (!SeriesName.TryParse(series, out SeriesName name))
            return false;
        SqlText sql = $"""
            select not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = {name.Namespace.ToLowerInvariant()} and c.relname = {name.Table.ToLowerInvariant()}
            """;
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(_site.Connections!, _site.Database, cancel);
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
