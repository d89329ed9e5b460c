using System.Buffers;
using System.Text;
using CsCheck;
using NetDrms.Drms.Output;

namespace NetDrms.Drms.Tests.Output;

public class QuotedTextTests
{
    private static string Written(string text)
    {
        ArrayBufferWriter<byte> bytes = new();
        QuotedText.Write(bytes, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("\"a\"", "\\\"a\\\"")]
    [InlineData("a\\n", "a\\\\n")]
    public void Newlines_quotes_and_backslashes_are_escaped(string text, string written) => Assert.Equal(written, Written(text));

    [Fact]
    public void Every_text_stays_on_one_line_and_reads_back() => Gen.String.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))
        .Sample(text => !Written(text).Contains('\n') && QuotedText.Read(Written(text)) == text);

    [Fact]
    public void A_backslash_that_the_original_wrote_stays() => Assert.Equal("a\\qb\\", QuotedText.Read("a\\qb\\"));
}
