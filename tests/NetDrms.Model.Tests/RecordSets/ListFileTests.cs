using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;

namespace NetDrms.Model.Tests.RecordSets;

public class ListFileTests
{
    private sealed class Lists(Dictionary<string, string[]> files) : IListFileReader
    {
        public bool TryRead(string path, [NotNullWhen(true)] out ListFile? file, [NotNullWhen(false)] out string? reason)
        {
            bool found = files.TryGetValue(path, out string[]? lines);
            (file, reason) = found ? (new ListFile(path, lines!), null) : ((ListFile?)null, "No such file or directory");
            return found;
        }
    }

    private static bool TryParse(string text, Dictionary<string, string[]> files, out RecordSetSpec? spec, out DrmsError? error) =>
        RecordSetParser.TryParse(text, new RecordSetOptions { Trust = Trust.LocalUser, ListFiles = new Lists(files) }, out spec, out error);

    [Fact]
    public void Lists_stand_in_the_place_of_their_name()
    {
        Assert.True(TryParse("a.a[],@one;z.z[]", new() { ["one"] = ["b.b[1],c.c[2]", "", "@two"], ["two"] = ["d.d[] # note"] }, out RecordSetSpec? spec, out _));
        Assert.Equal("a.a[],b.b[1],c.c[2],d.d[],z.z[]", spec!.ToString());
        Assert.True(spec.HasListFile);
        Assert.Equal(("two", 1), (spec.Elements[3].File, spec.Elements[3].Line));
    }

    [Fact]
    public void A_missing_list_is_skipped_with_a_warning()
    {
        Assert.True(TryParse("@none,a.b[]", [], out RecordSetSpec? spec, out _));
        Assert.Equal("a.b[]", spec!.ToString());
        Assert.Equal("No such file or directory\nCannot find @file none, skipping.", Assert.Single(spec.Warnings).ClassicMessage);
    }

    [Theory]
    [InlineData("# only a comment")]
    [InlineData("   ")]
    [InlineData("a.b[")]
    public void A_wrong_line_is_an_error_with_file_and_line(string line)
    {
        Assert.False(TryParse("@one", new() { ["one"] = ["a.b[]", line] }, out _, out DrmsError? error));
        Assert.Equal(("one", 2, line), (error!.File, error.Line, error.Source));
    }

    [Fact]
    public void A_list_that_names_itself_is_refused()
    {
        Assert.False(TryParse("@one", new() { ["one"] = ["@two"], ["two"] = ["@one"] }, out _, out DrmsError? error));
        Assert.Equal(ErrorCode.Limit, error!.Code);
        Assert.Contains("names itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_nest_no_deeper_than_the_limit()
    {
        Dictionary<string, string[]> files = Enumerable.Range(0, 20).ToDictionary(i => $"f{i}", i => new[] { $"@f{i + 1}" });
        Assert.False(TryParse("@f0", files, out _, out DrmsError? error));
        Assert.Equal(ErrorCode.Limit, error!.Code);
    }

    [Fact]
    public void A_name_with_blanks_is_refused_as_the_original_does()
    {
        Assert.False(TryParse("@my list", [], out _, out DrmsError? error));
        Assert.Equal("'@' files containing whitespace are not allowed.", error!.ClassicMessage);
    }

    [Fact]
    public void A_stranger_may_not_name_files()
    {
        Assert.False(RecordSetParser.TryParse("a.b[],@/etc/passwd", RecordSetOptions.Stranger, out _, out DrmsError? error));
        Assert.Equal((ErrorCode.Permission, 7), (error!.Code, error.Span!.Value.Start));
    }
}
