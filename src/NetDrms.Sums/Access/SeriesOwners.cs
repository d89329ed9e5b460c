using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Access;

/// <summary>Says whether a caller may let units of a series expire: its owner in the DRMS database and administrators may.</summary>
/// <param name="drms">The DRMS database; null when there is none: then nobody owns a series, and whoever may write may do this.</param>
/// <param name="log">Where it tells that the database cannot be asked.</param>
internal sealed class SeriesOwners(DatabaseTarget? drms, ILogger log)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<(string User, string Series), (bool Owns, long Until)> _answers = new();

    /// <summary>True when the caller may; asks the database each time.</summary>
    public async Task<bool> MayExpireAsync(Caller caller, string series, CancellationToken cancel)
    {
        if (caller.Rights == AccessRights.Administer || (drms is null && caller.Rights == AccessRights.Write))
            return true;
        return caller.Rights == AccessRights.Write && SeriesName.TryParse(series, out SeriesName name) && await OwnsAsync(caller.User, name, cancel);
    }

    /// <summary>The same, from an answer of the last half minute where there is one: for requests that come by the thousand.</summary>
    public async Task<bool> MayShortenAsync(Caller caller, string series, CancellationToken cancel)
    {
        long now = Environment.TickCount64;
        if (_answers.TryGetValue((caller.User, series), out (bool Owns, long Until) known) && known.Until > now && caller.Rights == AccessRights.Write)
            return known.Owns;
        bool owns = await MayExpireAsync(caller, series, cancel);
        if (_answers.Count > MaxRemembered)
            _answers.Clear();
        if (caller.Rights == AccessRights.Write)
            _answers[(caller.User, series)] = (owns, now + (long)Remembered.TotalMilliseconds);
        return owns;
    }

    /// <summary>True when everything is the caller's to shorten, so that no series need be looked up.</summary>
    public bool IsFree(Caller caller) => caller.Rights == AccessRights.Administer || (drms is null && caller.Rights == AccessRights.Write);

    // delete_series commits before it tells us: of a series that is gone the owner of its namespace decides.
    private async Task<bool> OwnsAsync(string user, SeriesName series, CancellationToken cancel)
    {
        SqlText sql = $"""
            select coalesce(pg_has_role(r.oid, coalesce(c.relowner, n.nspowner), 'usage'), false)
            from pg_catalog.pg_roles r
            join pg_catalog.pg_namespace n on n.nspname = {series.Namespace}
            left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = {series.Table} and c.relkind in ('r', 'p')
            where r.rolname = {user}
            """;
        try
        {
            await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(drms!, cancel);
            await using NpgsqlCommand command = sql.On(connection);
            return await command.ExecuteScalarAsync(cancel) is true;
        }
        catch (Exception failure) when (failure is DrmsException || SumsDatabase.IsLost(failure) || failure is PostgresException)
        {
            log.OwnerUnknown(series.Text, failure);
            return false;
        }
    }
}
