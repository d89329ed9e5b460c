using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Images;

/// <summary>One line of fits_written.jsonl.</summary>
public sealed partial record WrittenCase(int Line, JsonElement Row, SegmentDefinition Segment, string Cparms, double Zero, double Scale)
{
    public static IEnumerable<WrittenCase> All => Golden.Lines("fits_written.jsonl").Select(pair => Parse(pair.Line, pair.Row));

    public static TheoryData<int> Lines => new(Golden.Lines("fits_written.jsonl").Select(pair => pair.Line));

    public static WrittenCase Get(int line) => All.Single(c => c.Line == line);

    public DrmsType ArrayType => TypeOf(Row.GetProperty("array_type").GetString()!);

    /// <summary>The twelve values of the array in memory, missing as null.</summary>
    public static IReadOnlyList<double?> TestValues { get; } = [0, 1, -1, 2.5, -2.5, 127, -127.4, 100.49, -100.5, 30000, null, -0.0];

    public static DrmsType TypeOf(string name) => DrmsTypeNames.TryParse(name, out DrmsType type) ? type : throw new ArgumentException(name);

    /// <summary>The recorded file, its dates replaced by a fixed one (so CHECKSUM is not right).</summary>
    public byte[] RecordedFile()
    {
        if (Row.TryGetProperty("bytes", out JsonElement bytes))
            return Convert.FromHexString(bytes.GetString()!);
        using MemoryStream file = new();
        foreach (JsonElement unit in Row.GetProperty("hdus").EnumerateArray())
        {
            foreach (JsonElement card in unit.GetProperty("cards").EnumerateArray())
                file.Write(Encoding.Latin1.GetBytes(card.GetString()!.Replace("{date}", "2026-01-01T00:00:00").PadRight(80)));
            file.Write(Encoding.Latin1.GetBytes("END".PadRight(80)));
            while (file.Length % 2880 != 0)
                file.WriteByte((byte)' ');
            file.Write(Convert.FromHexString(unit.GetProperty("data").GetString()!));
            while (file.Length % 2880 != 0)
                file.WriteByte(0);
        }
        return file.ToArray();
    }

    // Data: name, variable, type, 2, 8, 6, "unit", protocol [, cparms] [, bzero, bscale], "description"
    private static WrittenCase Parse(int line, JsonElement row)
    {
        string[] fields = [.. FieldPattern().Matches(row.GetProperty("definition").GetString()!["Data: ".Length..]).Select(match => match.Value.Trim())];
        int naxis = int.Parse(fields[3], CultureInfo.InvariantCulture);
        int at = 4 + naxis;
        DrmsType type = TypeOf(fields[2]);
        Assert.True(SegmentProtocols.TryParse(fields[at + 1], out SegmentProtocol protocol));
        string[] rest = fields[(at + 2)..^1];
        bool hasParameters = protocol is SegmentProtocol.Fits or SegmentProtocol.Tas && type != DrmsType.LongLong;
        string cparms = hasParameters ? rest[0].Trim('"') : protocol == SegmentProtocol.Fitz && type != DrmsType.LongLong ? "compress" : "";
        double[] numbers = [.. rest.Skip(hasParameters ? 1 : 0).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        SegmentDefinition segment = new()
        {
            Name = fields[0],
            Type = type,
            Dimensions = [.. fields[4..at].Select(text => int.Parse(text, CultureInfo.InvariantCulture))],
            Unit = fields[at].Trim('"'),
            Protocol = protocol,
        };
        return new WrittenCase(line, row, segment, cparms == "none" ? "" : cparms, numbers.Length > 0 ? numbers[0] : 0, numbers.Length > 1 ? numbers[1] : 1);
    }

    [GeneratedRegex("\"[^\"]*\"|[^,\" ][^,\"]*")]
    private static partial Regex FieldPattern();
}
