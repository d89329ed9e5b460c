using System.Text.Json;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Overview;

/// <summary>Reads what the storage daemons of a site told with their heartbeats.</summary>
public static class DaemonActivities
{
    private const double DeadSeconds = 60;

    /// <summary>Reads it, of daemons that have not ended and were heard in the last minute.</summary>
    /// <param name="connection">To the SUMS database.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<DaemonActivity>> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"""
            select instance, host, pid, address, started at time zone 'UTC', extract(epoch from now() - noted)::float8, stats::text
            from netdrms.sums_instance where ended is null and noted > now() - {DeadSeconds} * interval '1 second' order by instance
            """;
        List<DaemonActivity> daemons = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            using JsonDocument told = JsonDocument.Parse(row.IsDBNull(6) ? "{}" : row.GetString(6));
            JsonElement stats = told.RootElement;
            daemons.Add(new(
                row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetDateTime(4), row.GetDouble(5),
                stats.TryGetProperty("sessions", out JsonElement sessions) ? sessions.GetInt32() : 0,
                [.. Items(stats, "requests").Select(request => RateOf(request, stats.GetProperty("seconds").GetDouble()))],
                [.. Items(stats, "slow").Select(SlowOf)],
                [.. Items(stats, "open").Select(SessionOf)]));
        }
        return daemons;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement stats, string name) => stats.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;

    private static RequestRate RateOf(JsonElement request, double seconds)
    {
        double interval = Math.Max(seconds, 0.001);
        return new(
            Text(request, "type"), request.GetProperty("count").GetInt64() / interval, request.GetProperty("errors").GetInt64() / interval,
            request.GetProperty("median_ms").GetDouble(), request.GetProperty("late_ms").GetDouble());
    }

    private static SlowRequest SlowOf(JsonElement slow) => new(
        Text(slow, "type"), Text(slow, "status"), Text(slow, "client"), slow.GetProperty("milliseconds").GetDouble(), slow.GetProperty("at").GetDateTimeOffset().UtcDateTime);

    private static OpenSession SessionOf(JsonElement open) => new(
        open.GetProperty("session").GetInt64(), Text(open, "client"), open.GetProperty("seconds").GetDouble(), open.GetProperty("units").GetInt32(), open.GetProperty("doing").GetString());

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";
}
