using System.Collections.Concurrent;
using System.Globalization;
using NetDrms.Database.Cluster;

namespace NetDrms.Database.Faults;

/// <summary>Named places in the code where a test makes something go wrong, in the very binary that ships.</summary>
/// <remarks>
/// Armed by <c>NETDRMS_FAILPOINTS=name=kill,other=error,third=delay:250</c>; <c>name=kill@3</c> acts at the third hit.
/// <c>kill</c> ends the process as <c>kill -9</c> does, <c>error</c> throws an <see cref="IOException"/>, <c>delay</c> waits that many milliseconds.
/// Unarmed, a hit costs one read of a static field.
/// </remarks>
public static class Failpoint
{
    /// <summary>Name of the environment variable that arms them.</summary>
    public const string Variable = "NETDRMS_FAILPOINTS";

    private static readonly ConcurrentDictionary<string, Armed> Points = ReadEnvironment(Environment.GetEnvironmentVariable(Variable));
    private static volatile bool _anyArmed = !Points.IsEmpty;

    /// <summary>Marks a place; does what the point is armed with, usually nothing.</summary>
    /// <param name="name">Stable name <c>room.place</c>, for example <c>durable-file.renamed</c>.</param>
    public static void Hit(string name)
    {
        if (_anyArmed && Points.TryGetValue(name, out Armed? armed))
            armed.Hit();
    }

    /// <summary>Arms a point in this process, for a test; disposing disarms it.</summary>
    public static IDisposable Arm(string name, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Armed armed = new(action, 1);
        if (!Points.TryAdd(name, armed))
            throw new InvalidOperationException($"failpoint \"{name}\" is armed already");
        _anyArmed = true;
        return new Disarming(name);
    }

    /// <summary>Reads the variable's text.</summary>
    /// <exception cref="FormatException">It does not follow the form: a test that arms nothing would pass for the wrong reason.</exception>
    internal static ConcurrentDictionary<string, Armed> ReadEnvironment(string? text)
    {
        ConcurrentDictionary<string, Armed> points = new(StringComparer.Ordinal);
        foreach (string entry in (text ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            int at = entry.LastIndexOf('@');
            int atHit = 1;
            if (equals <= 0 || (at > equals && !int.TryParse(entry.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out atHit)))
                throw new FormatException($"{Variable}: \"{entry}\" is not name=kill, name=error or name=delay:<ms>, with @<hit> behind");
            string name = entry[..equals];
            string what = at > equals ? entry[(equals + 1)..at] : entry[(equals + 1)..];
            points[name] = new Armed(ActionOf(name, what, entry), atHit);
        }
        return points;
    }

    private static Action ActionOf(string name, string what, string entry)
    {
        const string Delay = "delay:";
        if (what == "kill")
            return () => _ = Posix.Kill(Environment.ProcessId, Posix.SignalKill);
        if (what == "error")
            return () => throw new IOException($"failpoint \"{name}\"");
        if (what.StartsWith(Delay, StringComparison.Ordinal) && int.TryParse(what.AsSpan(Delay.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds))
            return () => Thread.Sleep(milliseconds);
        throw new FormatException($"{Variable}: \"{entry}\" is not name=kill, name=error or name=delay:<ms>, with @<hit> behind");
    }

    /// <summary>A point that does something.</summary>
    internal sealed class Armed(Action action, int atHit)
    {
        private int _hits;

        /// <summary>Counts, and acts from the given hit on.</summary>
        public void Hit()
        {
            if (Interlocked.Increment(ref _hits) >= atHit)
                action();
        }
    }

    private sealed class Disarming(string name) : IDisposable
    {
        public void Dispose() => Points.TryRemove(name, out _);
    }
}
