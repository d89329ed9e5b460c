using System.Text;
using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Modules.Making;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>Spec 03 §2.4, §3.4.</summary>
public class KeywordBlocksTests
{
    private static List<string> Read(string text)
    {
        List<string> all = [];
        KeywordBlocks blocks = new(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        while (blocks.Read())
            all.Add($"{blocks.FirstLine}: {string.Join(" | ", blocks.Assignments.Select(a => $"{a.Name}={a.Value}"))}{string.Concat(blocks.UnclosedQuotes.Select(n => $" !{n}"))}");
        return all;
    }

    [Fact]
    public void Blocks_end_with_an_empty_line_or_the_text() =>
        Assert.Equal(["3: ID=11 | NAME=from stdin | VAL=1.25", "7: ID=12 | NAME=plain words | VAL=2", "13: ID=13 | NAME=unbalanced | NUM=5 "],
            Read("\n# comment\nID=11\nNAME=\"from stdin\"\nVAL=1.25\n\nID=12\nNAME=plain words\nVAL=2\n# x\n\n\nID=13\nNAME=\"unbalanced\nNUM= 5 \njunk line\n")
                .Select(b => b.Replace(" !NAME", "", StringComparison.Ordinal)));

    [Fact]
    public void An_open_quote_is_told() => Assert.Equal(["1: NAME=open !NAME"], Read("NAME=\"open"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# only a comment\n")]
    [InlineData("no equals sign\n=noname\n")]
    public void Text_without_assignments_has_no_block(string text) => Assert.Empty(Read(text));

    [Fact]
    public void A_quoted_value_ends_at_the_last_quote_and_has_escapes() =>
        Assert.Equal(["1: A=say \"hi\"\nand \\ | B=a \"b\" c | C= spaced "],
            Read("  A=\"say \\\"hi\\\"\\nand \\\\\"\nB=\"a \"b\" c\" trailing\nC=\" spaced \"\r\n"));

    [Fact]
    public void Lines_of_any_length_pass()
    {
        string value = new('x', 500_000);
        Assert.Equal([$"1: A={value} | B=2"], Read($"A=\"{value}\"\nB=2"));
    }

    [Fact]
    public void What_is_not_UTF8_names_its_line()
    {
        KeywordBlocks blocks = new(new MemoryStream([.. "A=1\nB="u8, 0xe9, (byte)'\n']));
        DrmsException failure = Assert.Throws<DrmsException>(() => blocks.Read());
        Assert.Equal(("stdin", 2), (failure.Error.File, failure.Error.Line));
    }

    [Fact]
    public void Any_bytes_give_blocks_or_an_error_with_a_line() => Gen.Byte.Array.Sample(bytes =>
    {
        KeywordBlocks blocks = new(new MemoryStream(bytes));
        try
        {
            while (blocks.Read())
                Assert.NotEmpty(blocks.Assignments);
        }
        catch (DrmsException failure)
        {
            Assert.NotNull(failure.Error.Line);
        }
    });
}
