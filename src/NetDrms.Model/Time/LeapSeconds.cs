using System.Globalization;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>A table of leap seconds, immutable and safe for all threads. Spec 01 §3.4.</summary>
/// <remarks>
/// The steps before 1972 are conventional whole seconds, not the historical UTC: stored values depend on them.
/// Entry k (from 1) is L_k, the instant of the first second after the k-th leap second; the UTC clock shows U_k = L_k − k there.
/// </remarks>
public sealed class LeapSeconds
{
    private static readonly long[] s_steps =
    [
        -536543999, -457747198, -394588797, -363052796, -331516795, -284083194, -252460793, -220924792, -189388791,
        -157852790, -142127989, -126230388, -94694387, -63158386, -31622385, 16, 31536017, 63072018, 94608019,
        141868820, 173404821, 204940822, 268099223, 347068824, 410227225, 441763226, 489024027, 520560028, 552096029,
        599529630, 646790431, 694224032, 915148833, 1009843234, 1120176035, 1214784036, 1262304037,
    ];

    // written once at start-up by UseForProcess, before any time is read
    private static LeapSeconds s_current = new(s_steps);

    private readonly long[] _steps;

    private LeapSeconds(long[] steps) => _steps = steps;

    /// <summary>The 37 steps known when this was built, the last one of 2017.01.01.</summary>
    public static LeapSeconds BuiltIn { get; } = new(s_steps);

    /// <summary>The table that the process uses: <see cref="BuiltIn"/> unless a program gave a newer one at its start.</summary>
    public static LeapSeconds Current => Volatile.Read(ref s_current);

    /// <summary>The instants L_1, L_2, …: seconds since 1977.01.01_TAI.</summary>
    public ReadOnlySpan<long> Steps => _steps;

    /// <summary>Number of steps.</summary>
    public int Count => _steps.Length;

    /// <summary>Makes a table the one of the process; a program does this once, before it reads or writes its first time.</summary>
    public static void UseForProcess(LeapSeconds table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Volatile.Write(ref s_current, table);
    }

    /// <summary>
    /// Reads a table in the form of tzdata's <c>leapseconds</c> (<c>Leap 2016 Dec 31 23:59:60 + S</c>) or of the IERS
    /// <c>leap-seconds.list</c> (<c>3692217600 37 # 1 Jan 2017</c>). Steps of before 1972 are always the conventional ones.
    /// </summary>
    /// <exception cref="DrmsException">A line is not understood, the steps are not ascending, or a step that stored times depend on is missing.</exception>
    public static LeapSeconds Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<long> labels = [];   // U_k + k = L_k needs k, so the UTC labels come first
        int number = 0;
        foreach (ReadOnlySpan<char> whole in text.AsSpan().EnumerateLines())
        {
            number++;
            int comment = whole.IndexOf('#');
            ReadOnlySpan<char> line = (comment < 0 ? whole : whole[..comment]).Trim();
            if (line.IsEmpty || line.StartsWith("Expires", StringComparison.OrdinalIgnoreCase))
                continue;
            long label = line.StartsWith("Leap", StringComparison.OrdinalIgnoreCase) ? TzdataLabel(line, number) : IersLabel(line, number);
            if (label != long.MinValue)
                labels.Add(label);
        }
        return FromLabels(labels);
    }

    // UTC labels of the first seconds after the steps from 1972.07.01 on
    private static LeapSeconds FromLabels(List<long> labels)
    {
        const int Conventional = 10;   // 1960 … 1972.01.01: not in either file
        long[] steps = [.. s_steps.AsSpan(0, Conventional), .. labels];
        for (int i = Conventional; i < steps.Length; i++)
        {
            steps[i] += i + 1;
            if (steps[i] <= steps[i - 1])
                throw new DrmsException(ErrorCode.Configuration, "leap seconds are not in ascending order");
            if (i < s_steps.Length && steps[i] != s_steps[i])
                throw new DrmsException(ErrorCode.Configuration, $"leap second {i + 1} of the table is not the one that stored times were made with");
        }
        return steps.Length >= s_steps.Length
            ? new LeapSeconds(steps)
            : throw new DrmsException(ErrorCode.Configuration, $"table has {steps.Length - Conventional} leap seconds, fewer than the {s_steps.Length - Conventional} that are built in");
    }

    // Leap 2016 Dec 31 23:59:60 + S
    private static long TzdataLabel(ReadOnlySpan<char> line, int number)
    {
        Span<Range> words = stackalloc Range[8];
        int count = line.SplitAny(words, " \t", StringSplitOptions.RemoveEmptyEntries);
        if (count >= 6
            && int.TryParse(line[words[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && JsocCalendar.TryMonthName(line[words[2]], out int month)
            && int.TryParse(line[words[3]], NumberStyles.None, CultureInfo.InvariantCulture, out int day)
            && line[words[4]] is "23:59:60" && line[words[5]] is "+")
        {
            return JsocCalendar.ToSeconds(JsocCalendar.DaysOf(year, month, day) + 1);
        }
        throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"line {number} is no leap second: \"{line}\"")
            { Line = number, Hint = "Only inserted seconds at 23:59:60 are understood, as in \"Leap 2016 Dec 31 23:59:60 + S\"." });
    }

    // seconds since 1900.01.01_UTC, TAI − UTC; the first line (10 s at 1972.01.01) is one of the conventional steps
    private static long IersLabel(ReadOnlySpan<char> line, int number)
    {
        Span<Range> words = stackalloc Range[3];
        int count = line.SplitAny(words, " \t", StringSplitOptions.RemoveEmptyEntries);
        if (count < 2
            || !long.TryParse(line[words[0]], NumberStyles.None, CultureInfo.InvariantCulture, out long since1900)
            || !int.TryParse(line[words[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int difference))
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"line {number} is no leap second: \"{line}\"") { Line = number });
        }
        return difference <= 10 ? long.MinValue : since1900 + JsocCalendar.ToSeconds(JsocCalendar.DaysOf(1900, 1, 1));
    }

    /// <summary>Number of steps before a civil clock reading, by the original's rule.</summary>
    /// <param name="clock">Seconds since 1977.01.01 that the clock shows, counted without leap seconds.</param>
    /// <param name="isSixty">True when the seconds field is 60 or more: then the reading may be a leap second itself.</param>
    internal int CountAtLabel(double clock, bool isSixty)
    {
        int n = _steps.Length;
        while (n > 1 && clock < _steps[n - 1] - n)
            n--;
        if (n == 1 && clock < _steps[0])   // the first step is compared with its instant: a quirk that stored values have
            n = 0;
        if (isSixty && n > 0)
        {
            double after = clock - (_steps[n - 1] - n);
            if (after is >= 0 and < 2)
                n--;
        }
        return n;
    }

    /// <summary>Number of steps before a UTC clock reading, without the original's quirks: the exact inverse of <see cref="CountAt"/>.</summary>
    /// <param name="clock">Seconds since 1977.01.01 that the UTC clock shows, counted without leap seconds.</param>
    /// <param name="isSixty">True when its seconds field is 60 or more.</param>
    /// <param name="count">The number; that before the leap second when the reading is one.</param>
    /// <returns>False when the seconds field is 60 and no second was inserted there.</returns>
    internal bool TryCountStrictly(double clock, bool isSixty, out int count)
    {
        count = _steps.Length;
        while (count > 0 && clock < _steps[count - 1] - count)
            count--;
        if (!isSixty)
            return true;
        bool isInserted = count > 0 && clock < _steps[count - 1] - count + 1;
        count--;
        return isInserted;
    }

    /// <summary>Number of steps at an instant; a leap second counts already.</summary>
    /// <param name="time">Seconds since 1977.01.01_TAI.</param>
    /// <param name="isLeapSecond">True when the instant lies inside an inserted second.</param>
    internal int CountAt(double time, out bool isLeapSecond)
    {
        int n = _steps.Length;
        while (n > 0 && time < _steps[n - 1] - 1)
            n--;
        isLeapSecond = n > 0 && time < _steps[n - 1];
        return n;
    }

    /// <summary>The instant of a Unix time (POSIX seconds, which do not count leap seconds).</summary>
    public DrmsTime FromUnix(double unixSeconds)
    {
        double clock = unixSeconds + JsocCalendar.ToSeconds(JsocCalendar.DaysOf(1970, 1, 1));
        return new DrmsTime(clock + CountAtLabel(clock, isSixty: false));
    }

    /// <summary>The Unix time of an instant; the seconds of a leap second repeat those of the second after it.</summary>
    public double ToUnix(DrmsTime time)
    {
        int n = CountAt(time.Seconds, out bool isLeapSecond);
        return time.Seconds - n + (isLeapSecond ? 1 : 0) - JsocCalendar.ToSeconds(JsocCalendar.DaysOf(1970, 1, 1));
    }
}
