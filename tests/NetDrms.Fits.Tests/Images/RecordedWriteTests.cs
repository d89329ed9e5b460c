using System.IO.Compression;
using System.Text;
using System.Text.Json;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Every line of fits_written.jsonl written again. Spec 02 §5.2–5.5.</summary>
public sealed class RecordedWriteTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(WrittenCase.Lines), MemberType = typeof(WrittenCase))]
    public void Writing_gives_the_original_s_cards_and_bytes(int line)
    {
        WrittenCase written = WrittenCase.Get(line);
        string path = _folder.File(written.Row.GetProperty("file").GetString()!);
        SegmentScaling scaling = Write(written, path);

        Assert.Equal(written.Row.GetProperty("stored_bzero").GetDouble(), scaling.Zero);
        Assert.Equal(written.Row.GetProperty("stored_bscale").GetDouble(), scaling.Scale);
        Assert.Equal([Path.GetFileName(path)], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        byte[] bytes = File.ReadAllBytes(path);
        if (written.Segment.Protocol == SegmentProtocol.BinGz)
            bytes = Unpacked(bytes);   // the size of a gzip stream is the compressor's business
        else
            Assert.Equal(written.Row.GetProperty("size").GetInt32(), bytes.Length);
        if (written.Row.TryGetProperty("bytes", out JsonElement recorded))
            Assert.Equal(recorded.GetString(), Convert.ToHexStringLower(bytes));
        else
            CompareUnits(written, bytes);
    }

    [Theory]
    [MemberData(nameof(WrittenCase.Lines), MemberType = typeof(WrittenCase))]
    public void What_was_written_reads_as_the_original_read_it(int line)
    {
        WrittenCase written = WrittenCase.Get(line);
        string path = _folder.File(written.Row.GetProperty("file").GetString()!);
        Write(written, path);
        foreach (JsonProperty read in written.Row.GetProperty("read").EnumerateObject().Where(read => read.Name != "raw"))
        {
            DrmsType type = WrittenCase.TypeOf(read.Name);
            using SegmentArray array = SegmentFile.Read(path, written.Segment, type);
            Assert.Equal(read.Value.GetProperty("v").EnumerateArray().Select(v => PixelText.Normal(type, v.GetString()!)), PixelText.Of(array));
        }
    }

    private static SegmentScaling Write(WrittenCase written, string path)
    {
        using SegmentArray array = TestArray(written);
        if (written.Segment.Protocol == SegmentProtocol.Tas)
            TasFile.Create(path, written.Segment, 1, SegmentScaling.None, written.Cparms, new FixedClock());
        return SegmentFile.Write(path, written.Segment, array, written.Cparms, slot: 0, new FixedClock());
    }

    internal static SegmentArray TestArray(WrittenCase written)
    {
        DrmsType type = written.ArrayType;
        // the recording program set the scaling of real arrays from the record's keywords
        SegmentArray array = new(type, [8, 6]) { Zero = type.IsReal() ? written.Zero : 0, Scale = type.IsReal() ? written.Scale : 1 };
        for (int i = 0; i < array.Length; i++)
        {
            double? value = WrittenCase.TestValues[i % WrittenCase.TestValues.Count];
            switch (type)
            {
                case DrmsType.Char: array.Pixels<sbyte>()[i] = value is 30000 ? (sbyte)99 : (sbyte)(value ?? sbyte.MinValue); break;
                case DrmsType.Short: array.Pixels<short>()[i] = (short)(value ?? short.MinValue); break;
                case DrmsType.Int: array.Pixels<int>()[i] = (int)(value ?? int.MinValue); break;
                case DrmsType.LongLong: array.Pixels<long>()[i] = value is null ? long.MinValue : (long)value; break;
                // the missing value that the original's program put in is the NaN of C, which is positive
                case DrmsType.Float: array.Pixels<float>()[i] = value is null ? BitConverter.Int32BitsToSingle(0x7fc00000) : (float)value; break;
                default: array.Pixels<double>()[i] = value ?? BitConverter.Int64BitsToDouble(0x7ff8000000000000); break;
            }
        }
        return array;
    }

    private static void CompareUnits(WrittenCase written, byte[] file)
    {
        int offset = 0;
        foreach (JsonElement unit in written.Row.GetProperty("hdus").EnumerateArray())
        {
            string[] cards = [.. CardsAt(file, ref offset)];
            string[] recorded = [.. unit.GetProperty("cards").EnumerateArray().Select(card => Scrubbed(card.GetString()!))];
            Assert.Equal(recorded, cards.Select(Scrubbed));
            string data = unit.GetProperty("data").GetString()!;
            Assert.Equal(data, Convert.ToHexStringLower(file.AsSpan(offset, data.Length / 2)));
            int end = offset + (data.Length / 2 + 2879) / 2880 * 2880;
            Assert.False(file.AsSpan(offset + data.Length / 2, end - offset - data.Length / 2).ContainsAnyExcept((byte)0));
            offset = end;
        }
        Assert.Equal(file.Length, offset);
    }

    private static List<string> CardsAt(byte[] file, ref int offset)
    {
        List<string> cards = [];
        for (; ; offset += 80)
        {
            string card = Encoding.Latin1.GetString(file, offset, 80);
            if (card.StartsWith("END     ", StringComparison.Ordinal))
                break;
            cards.Add(card.TrimEnd());
        }
        offset = (offset / 2880 + 1) * 2880;
        return cards;
    }

    // CHECKSUM depends on the dates
    private static string Scrubbed(string card) => card.StartsWith("CHECKSUM=", StringComparison.Ordinal)
        ? "CHECKSUM" + card[28..].Replace(FixedClock.Date, "{date}", StringComparison.Ordinal)
        : card.Replace(FixedClock.Date, "{date}", StringComparison.Ordinal);

    private static byte[] Unpacked(byte[] packed)
    {
        using GZipStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
