using System.Globalization;

namespace NetDrms.Drms.Tests.Queries;

/// <summary>A small series in memory and specifications with their meaning, written down from spec 01 §1.6–2.5 without the code under test.</summary>
/// <remarks>Prime keys: T (slots of 10 s centred on multiples of 10 s), N int, S string; V is no key.</remarks>
internal sealed class NaiveRecordSet(Random random)
{
    internal sealed record Row(long Recnum, long Slot, long? N, string? S, double V);

    private delegate Func<Row, bool> Meaning(List<Row> left, List<Row> all);

    public static string Definition => """
        Seriesname: gold.naive
        Author: a
        Owner: o
        Unitsize: 1
        Archive: 0
        Retention: 1
        Tapegroup: 0
        Index: T,N,S
        Description: "d"
        Keyword: T, time, ts_eq, record, DRMS_MISSING_VALUE, 0, TAI, ""
        Keyword: T_epoch, time, constant, record, 1977.01.01_00:00:00_TAI, 0, TAI, ""
        Keyword: T_step, double, constant, record, 10, "%f", secs, ""
        Keyword: N, int, variable, record, 0, "%d", none, ""
        Keyword: S, string, variable, record, "", "%s", none, ""
        Keyword: V, double, variable, record, 0, "%f", none, ""
        """;

    public List<Row> Rows { get; } = [.. Enumerable.Range(1, random.Next(0, 40)).Select(recnum => new Row(
        recnum, random.Next(-2, 4), random.Next(8) == 0 ? null : random.Next(0, 5), random.Next(8) == 0 ? null : new string("abcd"[random.Next(4)], 1), random.Next(0, 6)))];

    /// <summary>A random specification, a limit, and the record numbers that it gives.</summary>
    public (string Spec, long Limit, List<long> Recnums) Query()
    {
        List<string> texts = [];
        List<Func<Row, bool>> tests = [];
        List<Row> left = Rows;
        bool isAllVersions = false;
        bool hasRecnums = false;
        for (int count = random.Next(0, 4); count > 0; count--)
        {
            int kind = random.Next(hasRecnums ? 5 : 6);
            (string text, Meaning meaning) = kind switch { 0 => Slot(), 1 => Number(), 2 => Text(), 3 or 4 => Condition(), _ => Recnum() };
            hasRecnums |= kind == 5;
            isAllVersions |= text.StartsWith("[!", StringComparison.Ordinal);
            Func<Row, bool> test = meaning(left, Rows);
            left = [.. left.Where(test)];
            texts.Add(text);
            tests.Add(test);
        }
        IEnumerable<Row> rows = isAllVersions || hasRecnums ? Rows : Rows.GroupBy(row => (row.Slot, row.N, row.S)).Select(group => group.MaxBy(row => row.Recnum)!);
        List<long> recnums = [.. rows.Where(row => tests.All(test => test(row)))
            .OrderBy(row => row.Slot).ThenBy(row => row.N ?? long.MaxValue).ThenBy(row => row.S ?? "~", StringComparer.Ordinal).ThenBy(row => row.Recnum).Select(row => row.Recnum)];
        long limit = random.Next(3) switch { 0 => random.Next(1, 6), 1 => -random.Next(1, 6), _ => 0 };
        recnums = limit > 0 ? [.. recnums.Take((int)limit)] : limit < 0 ? [.. recnums.TakeLast((int)-limit)] : recnums;
        return ("gold.naive" + string.Concat(texts.DefaultIfEmpty("[]")), limit, recnums);
    }

    private (string, Meaning) Slot() => random.Next(3) == 0 ? List("T_index", row => row.Slot, () => random.Next(0, 4), "") : List("T", row => row.Slot, () => random.Next(-2, 4), "s");

    private (string, Meaning) Number() => List("N", row => row.N, () => random.Next(0, 5), "");

    // items of a list are unions; "^" and "$" alone in a filter look at the rows to the left, in a list at the whole table
    private (string, Meaning) List(string key, Func<Row, long?> value, Func<long> draw, string unit)
    {
        (string Text, Func<List<Row>, Func<Row, bool>> Test)[] items = [.. Enumerable.Range(0, random.Next(3) == 0 ? 3 : 1).Select(_ => Item(value, draw, unit))];
        return ($"[{key}={string.Join(",", items.Select(item => item.Text))}]", (left, all) =>
        {
            Func<Row, bool>[] tests = [.. items.Select(item => item.Test(items.Length > 1 ? all : left))];
            return row => value(row) is not null && tests.Any(test => test(row));
        });
    }

    private (string, Func<List<Row>, Func<Row, bool>>) Item(Func<Row, long?> value, Func<long> draw, string unit)
    {
        long a = draw();
        long b = a + random.Next(0, 4);
        long c = random.Next(1, 4);
        string Write(long number, bool isStart) => unit.Length == 0 ? number.ToString(CultureInfo.InvariantCulture)
            : isStart ? string.Create(CultureInfo.InvariantCulture, $"{(number * 10) + random.Next(-5, 5)}s") : Clock(number);
        string Length(long number) => unit.Length == 0 ? number.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{number * 10}s");
        static long? Min(List<Row> rows, Func<Row, long?> value) => rows.Min(value);
        static long? Max(List<Row> rows, Func<Row, long?> value) => rows.Max(value);
        return random.Next(9) switch
        {
            0 => (Write(a, true), _ => row => value(row) == a),
            1 => ($"{Write(a, true)}-{Write(b, false)}", _ => row => value(row) >= a && value(row) <= b),
            2 => ($"{Write(a, true)}/{Length(c)}", _ => row => value(row) >= a && value(row) < a + c),
            3 => ($"{Write(a, true)}-{Write(b, false)}@{Length(c)}", _ => row => value(row) >= a && value(row) <= b && (value(row) - a) % c == 0),
            4 => ("^", rows => row => value(row) == Min(rows, value)),
            5 => ("$", rows => row => value(row) == Max(rows, value)),
            6 => ($"{Write(a, true)}-", _ => row => value(row) >= a),
            7 => ($"$/-{Length(c)}", rows => row => value(row) > Max(rows, value) - c && value(row) <= Max(rows, value)),
            _ => ($"^-{Write(b, false)}", rows => row => value(row) >= Min(rows, value) && value(row) <= b),
        };
    }

    private static string Clock(long slot) => string.Create(CultureInfo.InvariantCulture, $"{(slot < 0 ? "1976.12.31_23:59:" : "1977.01.01_00:00:")}{(slot < 0 ? 60 + (slot * 10) : slot * 10):00}_TAI");

    private (string, Meaning) Text()
    {
        string a = new("abcd"[random.Next(4)], 1);
        string b = new("abcd"[random.Next(4)], 1);
        return random.Next(4) switch
        {
            0 => ($"[S={a}]", (_, _) => row => row.S == a),
            1 => ($"[S='{a}'-\"{b}\"]", (_, _) => row => row.S is not null && string.CompareOrdinal(row.S, a) >= 0 && string.CompareOrdinal(row.S, b) <= 0),
            2 => ($"[S={a}, '{b}']", (_, _) => row => row.S == a || row.S == b),
            _ => ("[S=$]", (left, _) => row => row.S is not null && row.S == left.Select(one => one.S).Where(s => s is not null).DefaultIfEmpty("").Max(StringComparer.Ordinal)),
        };
    }

    private (string, Meaning) Condition()
    {
        char mark = random.Next(3) == 0 ? '!' : '?';
        long x = random.Next(0, 6);
        return random.Next(3) switch
        {
            0 => ($"[{mark} v > {x} {mark}]", (_, _) => row => row.V > x),
            1 => ($"[{mark} n = {x} or v = {x} {mark}]", (_, _) => row => row.N == x || row.V == x),
            _ => ($"[{mark} s is null and not (v >= {x}) {mark}]", (_, _) => row => row.S is null && !(row.V >= x)),
        };
    }

    private (string, Meaning) Recnum()
    {
        long a = random.Next(1, 40);
        long b = a + random.Next(0, 20);
        return random.Next(4) switch
        {
            0 => ($"[:#{a},#{b}]", (_, _) => row => row.Recnum == a || row.Recnum == b),
            1 => ($"[:#{a}-#{b}@3]", (_, _) => row => row.Recnum >= a && row.Recnum <= b && (row.Recnum - a) % 3 == 0),
            2 => ("[:#$]", (_, all) => row => row.Recnum == all.Max(one => one.Recnum)),
            _ => ($"[:#{a}-#]", (_, _) => row => row.Recnum >= a),
        };
    }
}
