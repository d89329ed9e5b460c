using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Time;

/// <summary>Spec 01 §3.4.</summary>
public class LeapSecondsTests
{
    private static readonly string[] s_dates =
    [
        "1972 Jun 30", "1972 Dec 31", "1973 Dec 31", "1974 Dec 31", "1975 Dec 31", "1976 Dec 31", "1977 Dec 31", "1978 Dec 31", "1979 Dec 31",
        "1981 Jun 30", "1982 Jun 30", "1983 Jun 30", "1985 Jun 30", "1987 Dec 31", "1989 Dec 31", "1990 Dec 31", "1992 Jun 30", "1993 Jun 30",
        "1994 Jun 30", "1995 Dec 31", "1997 Jun 30", "1998 Dec 31", "2005 Dec 31", "2008 Dec 31", "2012 Jun 30", "2015 Jun 30", "2016 Dec 31",
    ];

    private static string Tzdata => "# leap seconds\n" + string.Concat(s_dates.Select(date => $"Leap\t{date.Replace(' ', '\t')}\t23:59:60\t+\tS\n"));

    [Fact]
    public void The_tzdata_file_gives_the_built_in_table()
    {
        Assert.Equal(37, LeapSeconds.BuiltIn.Count);
        Assert.Equal(LeapSeconds.BuiltIn.Steps.ToArray(), LeapSeconds.Read(Tzdata + "#Expires 2026 Jun 28 00:00:00\nExpires 2026\tJun\t28\t00:00:00\n").Steps.ToArray());
    }

    [Fact]
    public void The_iers_list_gives_the_built_in_table()
    {
        string list = "#$ 3676924800\n2272060800 10 # 1 Jan 1972\n" + string.Concat(s_dates.Select((date, i) =>
        {
            DateTime day = DateTime.ParseExact(date, "yyyy MMM dd", CultureInfo.InvariantCulture).AddDays(1);
            return string.Create(CultureInfo.InvariantCulture, $"{(day - new DateTime(1900, 1, 1)).TotalSeconds:0}\t{11 + i}\t# {day:d MMM yyyy}\n");
        }));
        Assert.Equal(LeapSeconds.BuiltIn.Steps.ToArray(), LeapSeconds.Read(list).Steps.ToArray());
    }

    [Fact]
    public void A_newer_leap_second_counts_from_its_day_on()
    {
        LeapSeconds newer = LeapSeconds.Read(Tzdata + "Leap 2035 Dec 31 23:59:60 + S\n");
        Assert.Equal(38, newer.Count);
        double label = TimeScanner.Scan("2036.01.01_TAI").Seconds;
        Assert.Equal((37, 38), (newer.CountAtLabel(label - 1, false), newer.CountAtLabel(label, false)));
        Assert.Equal(label + 38, newer.Steps[^1]);
    }

    [Theory]
    [InlineData("Leap 1972 Jun 30 23:59:60 - S\n")]   // never happened, and nothing could print it
    [InlineData("nonsense\n")]
    [InlineData("Leap 1972 Jun 31 23:59:60 + S\n")]
    [InlineData("")]
    public void A_table_that_stored_times_were_not_made_with_is_refused(string text) =>
        Assert.Equal(ErrorCode.Configuration, Assert.Throws<DrmsException>(() => LeapSeconds.Read(text)).Error.Code);

    [Theory]
    [InlineData(0, -220924792)]
    [InlineData(1393632000, 1172707235)]
    [InlineData(1483228799, 1262304035)]
    [InlineData(1483228800, 1262304037)]
    public void Unix_time_and_back(double unix, double seconds)
    {
        Assert.Equal(seconds, LeapSeconds.BuiltIn.FromUnix(unix).Seconds);
        Assert.Equal(unix, LeapSeconds.BuiltIn.ToUnix(new DrmsTime(seconds)));
    }
}
