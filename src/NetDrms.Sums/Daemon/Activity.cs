using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace NetDrms.Sums.Daemon;

/// <summary>What the daemon does, for people: rates and times of its requests since it was last asked, the slowest of late, its open sessions. Spec 04, better 12.</summary>
/// <param name="clock">The clock.</param>
/// <remarks>Written with the heartbeat into <c>netdrms.sums_instance.stats</c>, where any program of the site finds it, on whatever host the daemon runs.</remarks>
internal sealed class Activity(TimeProvider clock)
{
    private const int MostSlow = 10;
    private const int MostSessions = 50;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, RequestTimes> _types = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();   // guards _slow and _since
    private readonly List<(string Type, string Status, string Client, TimeSpan Time, DateTimeOffset At)> _slow = [];
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Counts an answered request.</summary>
    public void Answered(string type, string status, TimeSpan time, string client)
    {
        _types.GetOrAdd(type, static _ => new()).Add(time, status != Wire.SumsStatus.Ok);
        lock (_gate)
        {
            if (_slow.Count == MostSlow && time <= _slow[^1].Time)
                return;
            DateTimeOffset now = clock.GetUtcNow();
            _slow.RemoveAll(entry => now - entry.At > Late);
            _slow.Add((type, status, client, time, now));
            _slow.Sort(static (left, right) => right.Time.CompareTo(left.Time));
            if (_slow.Count > MostSlow)
                _slow.RemoveAt(MostSlow);
        }
    }

    /// <summary>Tells it, and begins the next interval.</summary>
    /// <param name="sessions">The open sessions.</param>
    public string Take(ICollection<Session> sessions)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            lock (_gate)
            {
                long now = Stopwatch.GetTimestamp();
                json.WriteNumber("seconds", Math.Round(Stopwatch.GetElapsedTime(_since, now).TotalSeconds, 3));
                _since = now;
                WriteSlow(json);
            }
            json.WriteStartArray("requests");
            foreach ((string type, RequestTimes times) in _types)
                times.Take(json, type);
            json.WriteEndArray();
            json.WriteNumber("sessions", sessions.Count);
            WriteSessions(json, sessions);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void WriteSlow(Utf8JsonWriter json)
    {
        json.WriteStartArray("slow");
        foreach ((string type, string status, string client, TimeSpan time, DateTimeOffset at) in _slow)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("status", status);
            json.WriteString("client", client);
            json.WriteNumber("milliseconds", Math.Round(time.TotalMilliseconds, 3));
            json.WriteString("at", at);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // The oldest: a session that hangs is among them.
    private static void WriteSessions(Utf8JsonWriter json, ICollection<Session> sessions)
    {
        json.WriteStartArray("open");
        foreach (Session session in sessions.OrderBy(static session => session.BeganAt).Take(MostSessions))
        {
            json.WriteStartObject();
            json.WriteNumber("session", session.Sumid);
            json.WriteString("client", session.Client);
            json.WriteNumber("seconds", Math.Round(Stopwatch.GetElapsedTime(session.BeganAt).TotalSeconds, 1));
            json.WriteNumber("units", session.UnitCount);
            json.WriteString("doing", session.Doing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
