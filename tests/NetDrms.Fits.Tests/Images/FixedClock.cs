namespace NetDrms.Fits.Tests.Images;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedClock : TimeProvider
{
    public const string Date = "2026-01-02T03:04:05";

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
