using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Steward;

/// <summary>Keeps a wrong clock from deleting an archive: effective dates are compared with the database's clock, and when that leaps nothing expires for a while.</summary>
/// <remarks>
/// More than a day ahead of the time that has passed since the last look: nothing expires for 24 hours, or until the clock is back.
/// More than a day since the last look before this process began, as after a long stop of the site: nothing expires for one hour.
/// Whoever knows that the clock is right asks with <c>drms sums expire</c>, which does not wait.
/// </remarks>
/// <param name="time">The time that passes.</param>
internal sealed class ClockGuard(TimeProvider time)
{
    private static readonly TimeSpan Leap = TimeSpan.FromDays(1);
    private static readonly TimeSpan HoldAfterLeap = TimeSpan.FromHours(24);
    private static readonly TimeSpan HoldAfterStop = TimeSpan.FromHours(1);
    private DateTime? _seen;       // the database's clock when it was last looked at, on the time line that is believed
    private long _seenAt;
    private long _heldAt;
    private TimeSpan _hold;

    /// <summary>How far the clock went ahead, when that was too far.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>How long nothing expires, from now.</summary>
    public TimeSpan Hold => _hold > TimeSpan.Zero && time.GetElapsedTime(_heldAt) is TimeSpan held && held < _hold ? _hold - held : TimeSpan.Zero;

    /// <summary>Judges the database's clock.</summary>
    /// <param name="clock">What it shows, in universal time.</param>
    /// <param name="noted">What it showed when any steward last looked; null when none has.</param>
    /// <returns>True when units may expire.</returns>
    public bool Accepts(DateTime clock, DateTime? noted)
    {
        TimeSpan passed = _seen is null ? TimeSpan.Zero : time.GetElapsedTime(_seenAt);
        DateTime? expected = _seen is DateTime seen ? seen + passed : noted;
        TimeSpan ahead = expected is DateTime should ? clock - should : TimeSpan.Zero;
        if (ahead > Leap)
        {
            if (Hold > TimeSpan.Zero)
                return false;
            if (_hold == TimeSpan.Zero)   // a new leap; after its hold the clock is believed
            {
                _hold = _seen is null ? HoldAfterStop : HoldAfterLeap;
                _heldAt = time.GetTimestamp();
                _seen ??= noted;
                _seenAt = _seenAt == 0 ? time.GetTimestamp() : _seenAt;
                Ahead = ahead;
                return false;
            }
        }
        _hold = TimeSpan.Zero;
        Ahead = TimeSpan.Zero;
        _seen = clock;
        _seenAt = time.GetTimestamp();
        return true;
    }

    /// <summary>Reads the database's clock, and what a steward noted last.</summary>
    public static async Task<(DateTime Clock, DateTime? Noted)> ReadAsync(SumsDatabase database, CancellationToken cancel) => (await database.ReadAsync(
        $"select now(), (select noted from netdrms.sums_clock)",
        static row => (row.GetDateTime(0), row.IsDBNull(1) ? (DateTime?)null : row.GetDateTime(1)),
        cancel))[0];

    /// <summary>Notes that the database's clock is believed.</summary>
    public static Task NoteAsync(SumsDatabase database, CancellationToken cancel) =>
        database.ExecuteAsync($"insert into netdrms.sums_clock (noted) values (now()) on conflict (is_only) do update set noted = excluded.noted", cancel);
}
