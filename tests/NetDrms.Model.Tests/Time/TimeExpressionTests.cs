using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Time;

/// <summary>Spec 01 §3.1, §3.6–3.7, §7.2.</summary>
public class TimeExpressionTests
{
    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 1, 1, 0, 0, 0, 500, TimeSpan.Zero);
    }

    [Theory]
    [InlineData("now", "2024.01.01_00:00:00.500_UTC")]
    [InlineData(" NOW ", "2024.01.01_00:00:00.500_UTC")]
    [InlineData("now-3d", "2023.12.29_00:00:00.500_UTC")]
    [InlineData("now+1.5h", "2024.01.01_01:30:00.500_UTC")]
    [InlineData("mdi_epoch", "1993.01.01_00:00:00.000_TAI")]
    [InlineData("2014.03.01_TAI ", "2014.03.01_00:00:00.000_TAI")]
    public void People_may_write_now_and_epochs(string text, string expected)
    {
        Assert.True(TimeExpression.TryRead(text, new Stopped(), ScanMode.Strict, out DrmsTime time, out _));
        Assert.Equal(expected, TimeFormatter.Format(time, expected[^3..], 3));
    }

    [Theory]
    [InlineData("now-3x", 5, 1)]
    [InlineData("now-", 3, 0)]
    [InlineData("now-3u", 5, 1)]
    [InlineData("now-3d2", 6, 1)]
    [InlineData("nowhere", 3, 4)]
    [InlineData("now 3", 3, 2)]
    [InlineData("2014.03.01_TAI x", 14, 2)]
    public void What_follows_now_is_checked(string text, int start, int length)
    {
        Assert.False(TimeExpression.TryRead(text, new Stopped(), ScanMode.Compatible, out DrmsTime time, out DrmsError? error));
        Assert.True(time.IsMissing);
        Assert.InRange(error.Span!.Value.Start, start, start + 1);
        Assert.Equal(length, error.Span.Value.Length);
    }

    [Fact]
    public void Now_counts_every_leap_second() => Assert.Equal("2024.01.01_00:00:00_UTC", TimeFormatter.Format(DrmsTime.Now(new Stopped()), "UTC", 0));

    [Theory]
    [InlineData("90s", 45, 90, 3)]
    [InlineData("1.5h]", 45, 5400, 4)]
    [InlineData("-2d", 45, -172800, 3)]
    [InlineData("3u@2", 45, 135, 2)]
    [InlineData("1e2m", 45, 6000, 4)]
    public void Durations_are_one_number_and_one_unit(string text, double step, double seconds, int consumed)
    {
        Assert.True(Duration.TryRead(text, step, out Duration length, out int used, out _));
        Assert.Equal((seconds, consumed), (length.Seconds, used));
    }

    [Theory]
    [InlineData("x", "Syntax Error: Expected finite floating point value at beginning of time duration, found 'x'.")]
    [InlineData("5 d", "Syntax Error: Time duration unit must be one of 's', 'm', 'h', 'd', 'u', found ' ', ' d'.")]
    [InlineData("5D", "Syntax Error: Time duration unit must be one of 's', 'm', 'h', 'd', 'u', found 'D', 'D'.")]
    [InlineData("1e999s", "Syntax Error: Expected finite floating point value at beginning of time duration, found '1e999s'.")]
    public void Other_durations_have_the_original_s_message(string text, string classic)
    {
        Assert.False(Duration.TryRead(text, 1, out _, out _, out DrmsError? error));
        Assert.Equal(classic, error.ClassicMessage);
    }

    [Theory]
    [InlineData("s", 1)]
    [InlineData("SECS", 1)]
    [InlineData("mins", 60)]
    [InlineData("5minutes", 300)]
    [InlineData("milliseconds", 1e-3)]
    [InlineData("0.5days", 43200)]
    [InlineData("wk", 604800)]
    [InlineData("hz", 1)]
    [InlineData("kilohertz", 1000)]
    [InlineData("degs", 1)]
    [InlineData("rotation", 360)]
    [InlineData("sec", 0)]
    [InlineData("ms", 0)]
    [InlineData("UTC", 0)]
    [InlineData("none", 0)]
    [InlineData("", 0)]
    [InlineData("milli", 0)]
    public void Units_that_are_intervals(string unit, double scale)
    {
        Assert.Equal(scale != 0, TimeInterval.TryGetScale(unit, out double size));
        Assert.Equal(scale, size);
    }

    [Fact]
    public void A_text_is_described_on_all_clocks()
    {
        Assert.True(TimeDescription.TryDescribe("2016.12.31_23:59:60.5_UTC", new Stopped(), out TimeDescription? time, out _));
        Assert.Equal(
            (1262304036.5, 25, "2017.01.01_00:00:36.5_TAI", "2016.12.31_23:59:60.5_UTC", "2017.01.01_00:01:08.684_TDT", "2016-12-31T23:59:60.5Z", 1483228800.5 - 1 + 1),
            (time.Time.Seconds, time.Consumed, time.Tai, time.Utc, time.Tdt, time.Iso, time.UnixSeconds));
        Assert.Equal(["The instant is inside a leap second."], time.Notes);
        Assert.Equal(2457754.50079, time.JulianDay, 5);
        Assert.Equal(57754.00079, time.ModifiedJulianDay, 5);
    }

    [Theory]
    [InlineData("2014.060_TAI", "2014.060 is a day of the year: 2014.03.01.|No clock is given: 00:00:00 is taken.")]
    [InlineData("2014.02.30_12:00_TAI", "The date 2014.02.30 does not exist; it is read as 2014.03.02.")]
    [InlineData("2014.03.01_12:00", "No zone is given: UTC is taken.")]
    [InlineData("JD_2456717.5", "No zone is given: Julian days are counted in TDT.")]
    [InlineData("JD_0_TDT", "This instant means \"no value\" in DRMS.")]
    [InlineData("2014.03.01_36:00:00_TAI", "The clock 36:00:00 runs into another minute, hour or day.")]
    [InlineData("2016.12.31_16:30:00_PST", "DRMS counts leap seconds on the local clock and is 1 s off here; counted on the UTC clock it is 1262305837.")]
    [InlineData("now", "")]
    [InlineData("MDI_EPOCH", "")]
    [InlineData("2014.03.01_12:00_TAI", "")]
    public void Surprises_are_told(string text, string notes)
    {
        Assert.True(TimeDescription.TryDescribe(text, new Stopped(), out TimeDescription? time, out _));
        Assert.Equal(notes, string.Join('|', time.Notes));
    }

    [Fact]
    public void What_means_nothing_has_the_classic_line_and_the_wrong_characters()
    {
        Assert.False(TimeDescription.TryDescribe("2014.03.01_12:00_CEST", new Stopped(), out _, out DrmsError? error));
        Assert.Equal(("Invalid time string '2014.03.01_12:00_CEST'.", "CEST"), (error.ClassicMessage, error.Span!.Value.In(error.Source).ToString()));
    }
}
