using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Time;

/// <summary>Spec 01 §3.2–3.4, §3.8 and the facts of §1.11.</summary>
public class TimeScannerTests
{
    private const double Missing = -211087684832.184;

    [Theory]   // spec 01 §3.8, first table
    [InlineData("1977.01.01_00:00:00_TAI", 0)]
    [InlineData("1993.01.01_TAI", 504921600)]
    [InlineData("2010.05.01_00:00:00_UTC", 1051747234)]
    [InlineData("2010-05-01T12:34:56.789Z", 1051792530.7889996)]
    [InlineData("2010.05.01_12:34_PDT", 1051817674)]
    [InlineData("2010.05.01_12:34:56+0530", 1051772730)]
    [InlineData("2010.121", 1051747234)]
    [InlineData("20100501", 1051747234)]
    [InlineData("2010121", 1051747234)]
    [InlineData("2010.May.01.25_TAI", 1051768800)]
    [InlineData("2010.V.1_TAI", 1051747200)]
    [InlineData("2014.03.01_00:00:00_TAI", 1172707200)]
    [InlineData("2014.03.01_00:00:00.123456789_TAI", 1172707200.123457)]
    [InlineData("2014.03.01_12h:30m:15.5s_TAI", 1172752215.5)]
    [InlineData("2014.03.01_00:00:00_GPS", 1172707219)]
    [InlineData("2014.03.01_00:00:00_JST", 1172674835)]
    [InlineData("2014.03.01_00:00:00_BST", 1172703635)]
    [InlineData("2014.03.01_00:00:00_HST", 1172743235)]
    [InlineData("1998.12.31_23:59:60.5_UTC", 694224031.5)]
    [InlineData("2016.12.31_23:59:59_UTC", 1262304035)]
    [InlineData("2017.01.01_00:00:00_UTC", 1262304037)]
    [InlineData("1972.06.30_23:59:60_EST", -142109990)]
    [InlineData("1582.10.15_00:00:00_TAI", -12440217600)]
    [InlineData("0001.01.01_TAI", -62356694400)]
    [InlineData("JD_0", Missing)]
    [InlineData("JD_2451545.0", 725803167.81599998)]
    [InlineData("JD_2451545.0_UTC", 725803232)]
    [InlineData("MJD_51544.5_TAI", 725803200)]
    [InlineData("MJD_55317.5", 1051790367.816)]
    [InlineData("MJD_0", -3727641632.184)]
    [InlineData("2014", 1167609635)]
    [InlineData("2014.03", 1172707235)]
    [InlineData("2014-03", 1172707235)]
    [InlineData("2014.060", 1172707235)]
    [InlineData("2014_TAI", 1167609600)]
    [InlineData("2014.02.30_TAI", 1172793600)]
    [InlineData("2014.03.01_36:00:00_TAI", 1172836800)]
    [InlineData("2014.03.01_00:00:60_TAI", 1172707260)]
    [InlineData("2014/03/01", 1167609635)]
    [InlineData("1999.01.01_00:00:00_UTC", 694224032)]
    [InlineData("2016.12.31_23:59:60_UTC", 1262304036)]
    [InlineData("2015.06.30_18:59:60_EST", 1214784035)]
    [InlineData("1961.01.01_00:00:00_UTC", -504921599)]
    [InlineData("1582.10.04_00:00:00_TAI", -12440304000)]
    [InlineData("2100.12.31_23:59:60.5_TDT", 3913055968.316)]
    public void The_specification_s_examples_read_bit_for_bit(string text, double seconds)
    {
        Assert.True(TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out _), text);
        Assert.True(seconds == time.Seconds, $"{text}: {time.Seconds:R}");
    }

    [Theory]   // spec 01 §3.2: what the original answers with JD 0, consumed 0
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("garbage")]
    [InlineData("now")]
    [InlineData("MDI_EPOCH")]
    [InlineData("2014.13.01")]
    [InlineData("JD2451545")]
    [InlineData("JD_")]
    [InlineData("2014.")]
    [InlineData("2014.03.")]
    [InlineData("2014.03.01.")]
    [InlineData("2014.03.01_")]
    [InlineData("2014.03.01_1:")]
    [InlineData("2014.03.01_12:")]
    [InlineData("2014.03.01_12:30:")]
    [InlineData("2014.03.01_J")]
    [InlineData("2014.03.01_ TAI")]
    [InlineData("2014.03.01_00:00:00_")]
    [InlineData("2014.03.01_00:00:00_1")]
    [InlineData("JD_2451545_")]
    [InlineData("JD_2451545_1")]
    [InlineData("2014-03-01T")]
    [InlineData("2014-03-01T ")]
    [InlineData("2014-03-01 ")]
    [InlineData("201401")]
    [InlineData("201401011")]
    [InlineData("  2014")]   // blanks count as characters of the year
    [InlineData("2014.366")]
    [InlineData("2014.03.367")]
    [InlineData("20140301.5")]
    [InlineData("2014366")]
    [InlineData("2014.03.01.5_foo")]
    [InlineData("2014.03.01_00:00:0x10")]
    [InlineData("2014.03.01_00:00:inf")]
    [InlineData("2014.03.01_00:00:nan")]
    [InlineData("JD_inf")]
    public void What_is_no_time_is_missing_and_takes_no_characters(string text)
    {
        if (text.EndsWith("0x10", StringComparison.Ordinal))   // "0" is a number, the rest is left over
        {
            Assert.True(TimeScanner.TryScan(text, ScanMode.Compatible, out _, out int used));
            Assert.Equal(text.Length - 3, used);
            return;
        }
        Assert.False(TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out int consumed, out DrmsError? error));
        Assert.Equal((DrmsTime.Missing, 0), (time, consumed));
        Assert.True(error.Span is { } span && span.End <= text.Length, error.Message);
    }

    [Theory]   // spec 01 §3.2–3.3, §1.11: same instant, and how many characters were taken
    [InlineData("2014.03-15", "2014.03.01_TAI", 7, "UTC")]
    [InlineData("2014.03.01T06:00:00", "2014.03.01_TAI", 10, "UTC")]
    [InlineData("2014.03.01 06:00:00", "2014.03.01_TAI", 10, "UTC")]
    [InlineData("2014.03.01Z", "2014.03.01_TAI", 10, "UTC")]
    [InlineData("2014.03.01_Z", "2014.03.01_TAI", 12, "UTC")]
    [InlineData(" 2014.03.01_TAI", "2014.03.01_TAI", 15, null)]
    [InlineData(" 2014", "2014.01.01_TAI", 5, "UTC")]
    [InlineData("2014-03.15_TAI", "2014.03.15_TAI", 14, null)]
    [InlineData("2014-03-01TQ", "2014.03.01_04:00:00_TAI", 12, "UTC")]
    [InlineData("2014-03-01 12:34_TAI", "2014.03.01_12:34_TAI", 20, null)]
    [InlineData("2014. 12_TAI", "2014.01.12_TAI", 12, null)]
    [InlineData("2014.03.01_ 12: 30_TAI", "2014.03.01_12:30_TAI", 22, null)]
    [InlineData("2014.-3.1_TAI", "2013.09.01_TAI", 13, null)]
    [InlineData("2014.0.1_TAI", "2013.12.01_TAI", 12, null)]
    [InlineData("2014.march.1_TAI", "2014.03.01_TAI", 16, null)]
    [InlineData("2014.viii.1_TAI", "2014.08.01_TAI", 15, null)]
    [InlineData("20141301_TAI", "2015.01.01_TAI", 12, null)]
    [InlineData("2014.000_TAI", "2013.12.31_TAI", 12, null)]
    [InlineData("2014.01.60_TAI", "2014.03.01_TAI", 14, null)]
    [InlineData("2014.03.00_TAI", "2014.02.28_TAI", 14, null)]
    [InlineData("2014.03.-1_TAI", "2014.02.27_TAI", 14, null)]
    [InlineData("1582.10.14_TAI", "1582.10.24_TAI", 14, null)]
    [InlineData("1582.09.45_TAI", "1582.10.15_TAI", 14, null)]
    [InlineData("1582.288_TAI", "1582.10.15_TAI", 12, null)]
    [InlineData("2014.03.01.5_12:00_TAI", "2014.03.01_12:00_TAI", 12, "UTC")]
    [InlineData("2014.03.01.5_TAI", "2014.03.01_12:00_TAI", 16, null)]
    [InlineData("2014.03.01.05_TAI", "2014.03.01_01:12_TAI", 17, null)]   // fix: the original reads .5
    [InlineData("2014.060.25_TAI", "2014.03.01_06:00_TAI", 15, null)]
    [InlineData("2014060.25_TAI", "2014.03.01_06:00_TAI", 14, null)]
    [InlineData("2014.03.01_-1:00_TAI", "2014.02.28_23:00_TAI", 20, null)]
    [InlineData("2014.03.01_12H", "2014.03.01_12:00_TAI", 14, "UTC")]
    [InlineData("2014.03.01_00:00:15S", "2014.03.01_00:00:15_TAI", 20, "UTC")]
    [InlineData("2014.03.01_00:00:00TAI", "2014.03.01_TAI", 22, null)]
    [InlineData("2014.03.01_00:00:00tai", "2014.03.01_TAI", 19, "UTC")]
    [InlineData("2014.03.01_00:00:00JST", "2014.03.01_TAI", 19, "UTC")]
    [InlineData("2014.03.01_00:00:00_UT1", "2014.03.01_TAI", 22, "UTC")]
    [InlineData("2014.03.01_00:00:00_UTC+1", "2014.03.01_TAI", 23, "UTC")]
    [InlineData("2014.03.01_00:00:00+0530", "2014.02.28_18:30_TAI", 24, "UTC")]
    [InlineData("2014.03.01_00:00:00_+0530", "2014.02.28_18:30_TAI", 25, "UTC")]
    [InlineData("2014.03.01_00:00:00+01", "2014.02.28_23:00_TAI", 22, "UTC")]   // new: hours
    [InlineData("2014.03.01_00:00:00+01:00", "2014.02.28_23:00_TAI", 25, "UTC")]   // new
    [InlineData("2014.03.01_00:00:00-05:30", "2014.03.01_05:30_TAI", 25, "UTC")]   // new
    [InlineData("2014.03.01_00:00:00_NZST", "2014.02.28_12:00_TAI", 24, "UTC")]   // fix
    [InlineData("2014.03.01_00:00:00_nzdt", "2014.02.28_11:00_TAI", 24, "UTC")]   // fix
    [InlineData("2014.03.01_00:00:00-2014.03.02", "2014.03.01_TAI", 19, "UTC")]   // new: a range's dash
    [InlineData("2014-03-01T00:00:00-2014-03-02T00:00:00", "2014.03.01_TAI", 19, "UTC")]   // new
    [InlineData("2014-03-01T00:00:00-1204-03-02", "2014.03.01_TAI", 19, "UTC")]   // new
    [InlineData("2014.03.01_00:00:00-0800-2014.03.02", "2014.03.01_08:00_TAI", 24, "UTC")]
    [InlineData("2014.03.01_00:00:00-08]", "2014.03.01_08:00_TAI", 22, "UTC")]
    [InlineData("2014-03-01T00:00:00 TAI", "2014.03.01_TAI", 23, null)]
    [InlineData("2014-03-01T00:00:00 and more", "2014.03.01_TAI", 19, "UTC")]
    public void Forms_and_quirks_are_read_as_the_specification_says(string text, string same, int consumed, string? utc)
    {
        double expected = TimeScanner.Scan(same).Seconds;
        if (utc is not null)
            expected = TimeScanner.Scan(same.Replace("TAI", utc, StringComparison.Ordinal)).Seconds;
        Assert.True(TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out int used), text);
        Assert.Equal((expected, consumed), (time.Seconds, used));
    }

    [Fact]
    public void A_number_after_the_date_is_always_the_hour() =>
        Assert.Equal(TimeScanner.Scan("2014.03.01_UTC").Seconds - 800 * 3600.0, TimeScanner.Scan("2014.03.01_-0800").Seconds);

    [Fact]
    public void A_leap_second_has_no_effect_on_the_next_text()
    {
        Assert.Equal(1262304036, TimeScanner.Scan("2016.12.31_23:59:60_UTC").Seconds);
        Assert.Equal(1262304037, TimeScanner.Scan("2017.01.01_UTC").Seconds);   // static state in the original
    }

    [Theory]
    [InlineData("2014.03.01_00:00:00_CEST", 20, 4, "time zone \"CEST\" is not known", "The original reads it as zone C, +3 h.", "Write +0200.")]
    [InlineData("2014.03.01_00:00:00_AEST", 20, 4, "time zone \"AEST\" is not known", "The original reads it as zone A, +1 h.", "Write +1000.")]
    [InlineData("2014.03.01_00:00:00TDB", 19, 3, "time zone \"TDB\" is not known", "The original reads it as zone T, -7 h.", "Write TDT, which is never more than 2 ms away.")]
    [InlineData("2014.03.01_xyz", 11, 3, "time zone \"xyz\" is not known", "The original reads it as zone X, -11 h.", "Write UTC, TAI, or an offset such as +0200.")]
    [InlineData("2014.03.01_J", 11, 1, "time zone \"J\" is not known", null, "Write UTC, TAI, or an offset such as +0200.")]
    public void An_unknown_zone_is_refused_and_the_original_s_reading_is_told(string text, int start, int length, string message, string? detail, string hint)
    {
        Assert.False(TimeScanner.TryScan(text, ScanMode.Compatible, out _, out _, out DrmsError? error));
        Assert.Equal((new SourceSpan(start, length), message, detail, hint), (error.Span!.Value, error.Message, error.Detail, error.Hint));
    }

    [Theory]
    [InlineData("2014.03.01_00:00:00_TAI xx", 23, 3)]
    [InlineData("2014.03.01T06:00:00", 10, 9)]
    [InlineData("1 Mar 2014", 1, 9)]
    [InlineData("2014/03/01", 4, 6)]
    [InlineData("2014.02.30", 0, 10)]
    [InlineData("2014.00.01", 5, 2)]
    [InlineData("2014.000", 5, 3)]
    [InlineData("1582.10.10", 0, 10)]
    [InlineData("2014.03.01_24:00:00", 11, 8)]
    [InlineData("2014.03.01_00:61:00", 11, 8)]
    [InlineData("2014.03.01_00:00:61_UTC", 11, 8)]
    [InlineData("2014.03.01_00:00:60_UTC", 11, 8)]   // no leap second there
    [InlineData("2016.12.31_23:59:60_TAI", 11, 8)]   // nor in a uniform scale
    [InlineData("2016.12.31_23:59:60_EST", 11, 8)]   // nor at midnight of another zone
    [InlineData("2014.03.01_00:00:00_CEST", 20, 4)]
    [InlineData("2014.03.01_00:00:00_+2000", 20, 5)]
    public void Strict_mode_refuses_what_does_not_exist_and_points_at_it(string text, int start, int length)
    {
        Assert.False(TimeScanner.TryScan(text, ScanMode.Strict, out DrmsTime time, out int consumed, out DrmsError? error), text);
        Assert.Equal((DrmsTime.Missing, 0, new SourceSpan(start, length)), (time, consumed, error.Span!.Value));
    }

    [Theory]
    [InlineData("  2014.03.01_TAI  ", 1172707200)]
    [InlineData("2014-03-01T00:00:00+01:00", 1172707235 - 3600)]
    [InlineData("2016.12.31_23:59:60.5_UTC", 1262304036.5)]
    [InlineData("2016.12.31_18:59:60_EST", 1262304036)]
    [InlineData("2016.12.31_16:30:00_PST", 1262304037 + 1800)]   // the original is 1 s off here
    [InlineData("1972.06.30_23:59:59_EST", -142109990)]
    public void Strict_mode_counts_leap_seconds_on_the_utc_clock(string text, double seconds)
    {
        Assert.True(TimeScanner.TryScan(text, ScanMode.Strict, out DrmsTime time, out int consumed), text);
        Assert.Equal((seconds, text.Length), (time.Seconds, consumed));
    }

    [Fact]
    public void Compatible_mode_keeps_the_original_s_second_near_a_leap_second()
    {
        DrmsTime time = TimeScanner.Scan("2016.12.31_16:30:00_PST");
        Assert.Equal("2016.12.31_16:29:59_PST", TimeFormatter.Format(time, "PST", 0));
    }

    [Fact]
    public void Scan_throws_with_the_wrong_characters()
    {
        DrmsException failure = Assert.Throws<DrmsException>(() => TimeScanner.Scan("2014.03.01Z"));
        Assert.Equal("Z", failure.Error.Span!.Value.In(failure.Error.Source));
    }
}
