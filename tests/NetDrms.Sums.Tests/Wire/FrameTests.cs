using System.IO.Pipelines;
using System.Text;
using CsCheck;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Tests.Wire;

public sealed class FrameTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private static async Task<List<(FrameKind Kind, string Body)>> ReadAllAsync(string text, int pieceBytes)
    {
        Pipe pipe = new();
        FrameReader reader = new(pipe.Reader.AsStream());
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < bytes.Length; i += pieceBytes)
                await pipe.Writer.WriteAsync(bytes.AsMemory(i, Math.Min(pieceBytes, bytes.Length - i)), TestContext.Current.CancellationToken);
            await pipe.Writer.CompleteAsync();
        });
        List<(FrameKind, string)> frames = [];
        while (true)
        {
            Frame frame = await reader.ReadAsync(1 << 20, Never, Never, TestContext.Current.CancellationToken);
            frames.Add((frame.Kind, Encoding.Latin1.GetString(frame.Body.Span)));
            if (frame.Kind != FrameKind.Whole)
            {
                await writing;
                await reader.DisposeAsync();
                return frames;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Frames_arrive_in_any_pieces_several_at_once(int pieceBytes) => Assert.Equal(
        [(FrameKind.Whole, "hello"), (FrameKind.Whole, ""), (FrameKind.Whole, new string('x', 26)), (FrameKind.Ended, "")],
        await ReadAllAsync("00000005hello000000000000001A" + new string('x', 26), pieceBytes));

    [Theory]
    [InlineData("0000", FrameKind.Cut)]
    [InlineData("00000005hell", FrameKind.Cut)]
    [InlineData("zzzzzzzz", FrameKind.BadHeader)]
    [InlineData("0x000013{", FrameKind.BadHeader)]
    [InlineData("+0000026{", FrameKind.BadHeader)]
    [InlineData("-0000001", FrameKind.BadHeader)]
    [InlineData(" 0000001", FrameKind.BadHeader)]
    [InlineData("ffffffff{", FrameKind.TooLong)]
    [InlineData("00100001", FrameKind.TooLong)]
    [InlineData("", FrameKind.Ended)]
    public async Task What_is_no_frame_is_told(string text, object kind) => Assert.Equal((FrameKind)kind, (await ReadAllAsync(text, 2))[^1].Kind);

    [Fact]
    public async Task A_frame_that_does_not_go_on_times_out()
    {
        Pipe pipe = new();
        FrameReader reader = new(pipe.Reader.AsStream());
        await pipe.Writer.WriteAsync("000"u8.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TimeoutException>(async () =>
            await reader.ReadAsync(100, Never, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_frame_is_written_in_one_piece_with_the_original_s_spacing()
    {
        using MemoryStream output = new();
        FrameWriter writer = new(output);
        writer.Begin().Object().Member("status"u8, "ok").Name("supaths"u8).Array()
            .Object().Name("sunum"u8).Hex(0x641).Member("path"u8, "/SUM1/D1601").End()
            .Object().Name("sunum"u8).Hex(-1).Member("path"u8, null).End().EndArray().End();
        await writer.SendAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        writer.Begin().Object().Member("status"u8, "ok").Name("is-alive"u8).Bool(true).End();
        await writer.SendAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(
            "00000073{\"status\": \"ok\", \"supaths\": [{\"sunum\": \"641\", \"path\": \"/SUM1/D1601\"}, {\"sunum\": \"ffffffffffffffff\", \"path\": null}]}"
            + "00000022{\"status\": \"ok\", \"is-alive\": true}",
            Encoding.ASCII.GetString(output.ToArray()));
    }

    [Fact]
    public void Strings_are_escaped_to_ascii_as_the_original_s() => Assert.Equal(
        "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u007f\\u00e9\\ud83d\\ude00/\"",
        JsonText.ToString(json => json.Text("a\"b\\c\n\r\t\b\f\u0001\u007fé😀/")));

    [Fact]
    public void Any_string_reads_back() => Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(JsonText.ToString(json => json.Text(text)));
        return document.RootElement.GetString() == text;
    });
}
