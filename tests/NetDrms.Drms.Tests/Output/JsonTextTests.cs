using System.Text;
using System.Text.Json;
using NetDrms.Drms.Output;

namespace NetDrms.Drms.Tests.Output;

/// <summary>Texts of JSON: <c>\/</c>, ASCII only. Spec 06 §1.</summary>
public class JsonTextTests
{
    [Theory]
    [InlineData("plain text", "\"plain text\"")]
    [InlineData("", "\"\"")]
    [InlineData("SDO/HMI", "\"SDO\\/HMI\"")]
    [InlineData("a\"b\\c\b\f\n\r\t", "\"a\\\"b\\\\c\\b\\f\\n\\r\\t\"")]
    [InlineData("\u0001\u001f\u007f", "\"\\u0001\\u001f\\u007f\"")]
    [InlineData("Ångström", "\"\\u00c5ngstr\\u00f6m\"")]
    [InlineData("☉", "\"\\u2609\"")]
    [InlineData("𝛼", "\"\\ud835\\udefc\"")]
    public void Texts_are_escaped_as_the_original_does_and_are_ascii(string text, string json)
    {
        Assert.Equal(json, Written(output => JsonText.Write(output, text)));
        Assert.Equal(json, Written(output => JsonText.Write(output, Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Every_character_reads_back()
    {
        string all = string.Concat(Enumerable.Range(0, 0x11000).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32));
        string json = Written(output => JsonText.Write(output, all));
        Assert.DoesNotContain(json, c => c is < ' ' or > '~');
        Assert.Equal(all, JsonSerializer.Deserialize<string>(json));
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        Assert.Equal("\"a\\ufffdb\"", Written(output => JsonText.Write(output, [(byte)'a', 0xE9, (byte)'b'])));
    }

    [Fact]
    public void What_was_written_already_is_escaped_in_its_place()
    {
        OutputBuffer output = new(null, 16);
        output.Write("a/b"u8);
        int start = output.Held.Length;
        output.Write("c/d\"é"u8);
        JsonText.EscapeBehind(output, start);
        Assert.Equal("a/bc\\/d\\\"\\u00e9", Encoding.UTF8.GetString(output.Held));
        JsonText.EscapeBehind(output, output.Held.Length);
        Assert.Equal("a/bc\\/d\\\"\\u00e9", Encoding.UTF8.GetString(output.Held));
    }

    [Fact]
    public void A_text_that_was_cut_back_is_not_repeated()
    {
        OutputBuffer output = new(null);
        OutputMark mark = output.Mark(3);
        output.Write("a/b"u8);
        Assert.True(output.TryRepeat(mark));
        JsonText.EscapeBehind(output, 0);
        Assert.False(output.TryRepeat(mark));
        Assert.Equal("a\\/ba\\/b", Encoding.UTF8.GetString(output.Held));
    }

    private static string Written(Action<OutputBuffer> write)
    {
        OutputBuffer output = new(null);
        write(output);
        return Encoding.UTF8.GetString(output.Held);
    }
}
