using System.Buffers;
using System.Text;
using CsCheck;
using NetDrms.Drms.Output.Tables;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Tests.Output.Tables;

/// <summary>Tables of random values of every type: missing ones, infinities, limits, texts that hurt.</summary>
internal static class RandomTable
{
    private static readonly Gen<string> s_hurtful = OneOf("a\"b", "\"", ",", "\r\n", "a\nb", "\t", " lead", "trail ", "<&>]]>", "é太陽\U0001F31E", "=1+1", "NULL", "'", "\\", "\u0001\u001f", "\u007f", "\uFFFD", "null", "-");

    public static TableDescription Description(TimeForm times) => new("random \"table\" <&>",
    [
        new("I8", FieldType.Int8), new("I16", FieldType.Int16), new("I32", FieldType.Int32), new("I64", FieldType.Int64),
        new("F32", FieldType.Single) { Unit = "arcsec", Description = "a \"float\" <&>" }, new("F64", FieldType.Double),
        new("T", FieldType.Time) { Zone = "TAI", Precision = 3 }, new("S", FieldType.Text) { Description = "text\nin lines" }, new("B", FieldType.Boolean),
    ])
    {
        Times = times,
        RecordSet = "demo.x[? s = \"<&>\" ?]",
    };

    /// <summary>A row: a value or null for every column.</summary>
    public static Gen<object?[]> Row { get; } = Gen.Select(
        Maybe(Gen.SByte.Where(v => v != sbyte.MinValue)), Maybe(Gen.Short), Maybe(Gen.Int), Maybe(Gen.Long), Maybe(Real(Gen.Float).Where(f => !float.IsNaN(f))),
        Maybe(Gen.OneOf(Gen.Double, OneOf(double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, 0.1)).Where(d => !double.IsNaN(d))),
        Maybe(Gen.Long[-3_000_000_000_000, 3_000_000_000_000].Select(ms => ms / 1000.0)),
        Maybe(Gen.OneOf(s_hurtful, Gen.String[Gen.Char[' ', '\u024F'], 1, 20], Gen.String[Gen.Char["ab\"',\n\r<&> "], 1, 12])))
        .Select(OneOf<object?>(true, false, null), (r, b) => new object?[] { r.Item1, r.Item2, r.Item3, r.Item4, r.Item5, r.Item6, r.Item7, r.Item8, b });

    private static Gen<float> Real(Gen<float> gen) => Gen.OneOf(gen, OneOf(float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, 0.1f));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<object?> Maybe<T>(Gen<T> gen) => Gen.Frequency((4, gen.Select(v => (object?)v)), (1, Gen.Const((object?)null)));

    /// <summary>Writes rows in a format, in batches of a few rows.</summary>
    public static byte[] Write(TableFormat format, TableDescription table, IReadOnlyList<object?[]> rows, int capacity)
    {
        ArrayBufferWriter<byte> output = new();
        using ITableWriter writer = format.Write(table, output);
        RowBatch batch = new(table.Fields, capacity);
        writer.Begin();
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
                Add(batch[i], row[i]);
            batch.EndRow();
            if (!batch.IsFull)
                continue;
            batch.Check();
            writer.Write(batch);
            batch.Clear();
        }
        writer.Write(batch);
        writer.End(next: null);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The text of an instant in the column's zone.</summary>
    public static string TimeText(double seconds) => TimeFormatter.Format(new DrmsTime(seconds), "TAI", 3);

    private static void Add(FieldValues values, object? value)
    {
        switch (value)
        {
            case null:
                values.AddMissing();
                break;
            case string text:
                values.Add(Encoding.UTF8.GetBytes(text).AsSpan());
                break;
            case double real:
                values.Add(real);
                break;
            case float real:
                values.Add((double)real);
                break;
            case bool yes:
                values.Add(yes ? 1L : 0L);
                break;
            default:
                values.Add(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
