using System.Text.Json;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Images;

/// <summary>The files of fits_written.jsonl, made again from their recorded cards and data, read as every type. Spec 02 §5.2–5.5.</summary>
public sealed class RecordedReadTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"netdrms-read-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(WrittenCase.Lines), MemberType = typeof(WrittenCase))]
    public void Reading_gives_what_the_original_gave(int line)
    {
        WrittenCase written = WrittenCase.Get(line);
        if (!written.Row.TryGetProperty("read", out JsonElement reads))
            return;
        File.WriteAllBytes(_path, WithoutChecksum(written));
        foreach (JsonProperty read in reads.EnumerateObject())
        {
            using SegmentArray array = read.Name == "raw"
                ? SegmentFile.ReadRaw(_path, written.Segment)
                : SegmentFile.Read(_path, written.Segment, WrittenCase.TypeOf(read.Name));
            Assert.Equal(WrittenCase.TypeOf(read.Value.GetProperty("type").GetString()!), array.Type);
            Assert.Equal(read.Value.GetProperty("israw").GetInt32() == 1, array.IsRaw);
            Assert.Equal(read.Value.GetProperty("bzero").GetDouble(), array.Zero);
            Assert.Equal(read.Value.GetProperty("bscale").GetDouble(), array.Scale);
            DrmsType type = array.Type;
            Assert.Equal(read.Value.GetProperty("v").EnumerateArray().Select(v => PixelText.Normal(type, v.GetString()!)), PixelText.Of(array));
        }
    }

    // the recorded dates are scrubbed, so the recorded CHECKSUM is not that of any file
    private static byte[] WithoutChecksum(WrittenCase written)
    {
        byte[] file = written.RecordedFile();
        ReadOnlySpan<byte> name = "CHECKSUM="u8;
        for (int i = 0; i + 80 <= file.Length; i += 80)
        {
            if (file.AsSpan(i).StartsWith(name))
                "COMMENT  "u8.CopyTo(file.AsSpan(i));
        }
        return file;
    }
}
