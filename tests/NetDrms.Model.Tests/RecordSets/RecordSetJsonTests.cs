using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;

namespace NetDrms.Model.Tests.RecordSets;

public class RecordSetJsonTests
{
    private sealed class NoLists : IListFileReader
    {
        public bool TryRead(string path, [NotNullWhen(true)] out ListFile? file, [NotNullWhen(false)] out string? reason)
        {
            (file, reason) = (null, "No such file or directory");
            return false;
        }
    }

    private static readonly RecordSetOptions Options = new() { Trust = Trust.LocalUser, ListFiles = new NoLists() };

    // What drms_parserecset prints: standard output and standard error.
    private static (string Output, string Errors) Answer(string text)
    {
        if (!RecordSetParser.TryParse(text, Options, out RecordSetSpec? spec, out DrmsError? error))
        {
            string classic = error.ClassicMessage is null ? "" : error.ClassicMessage + "\n";
            return (RecordSetJson.Failure(RecordSetJson.UnparsableMessage) + "\n", $"{classic}{RecordSetJson.UnparsableMessage}\n");
        }
        string warnings = string.Concat(spec.Warnings.Select(warning => warning.ClassicMessage + "\n"));
        return RecordSetJson.TryWrite(spec, out string json) ? (json + "\n", warnings) : (json + "\n", $"{warnings}{RecordSetJson.BadNameMessage}\n");
    }

    [Fact]
    public void Every_recorded_specification_gives_the_recorded_line_or_a_listed_exception()
    {
        Dictionary<string, string> exceptions = File.ReadAllLines(Path.Combine(Golden.Repository, "tests", "NetDrms.Model.Tests", "RecordSets", "exceptions-parse.txt"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).ToDictionary(part => part[0], part => part[1] + "\n");
        List<string> wrong = [];
        int compared = 0;
        foreach ((int line, JsonElement row) in Golden.Lines("record_sets.jsonl"))
        {
            string text = row.GetProperty("spec").GetString()!;
            JsonElement parse = row.GetProperty("parse");
            if (text.Length == 0)   // the option parser refuses "spec=" before the specification is looked at
                continue;
            (string output, string errors) = Answer(text);
            bool same = output == parse.GetProperty("stdout").GetString() && errors == parse.GetProperty("stderr").GetString();
            if (exceptions.Remove(text, out string? ours) ? same || output != ours : !same)
                wrong.Add($"line {line} {text}: {output}{errors}");
            compared++;
        }
        Assert.Empty(wrong);
        Assert.Empty(exceptions);
        Assert.Equal(155, compared);
    }

    [Fact]   // spec 01 §5.1, "Worked"
    public void The_worked_example_of_the_specification_comes_out() =>
        Assert.Equal(
            """{"spec":"demo.mag [2014.03.01\/1d] {a, b} , demo.lev1[! fsn=1 !]","atfile":false,"hasfilts":true,"nsubsets":2,"subsets":[{"spec":"demo.mag[2014.03.01\/1d]{a,b}","settype":"drms","seriesname":"demo.mag","seriesns":"demo","seriestab":"mag","filter":"[2014.03.01\/1d]","segments":"{a,b}","autobang":false},{"spec":"demo.lev1[! fsn=1 !]","settype":"drms","seriesname":"demo.lev1","seriesns":"demo","seriestab":"lev1","filter":"[! fsn=1 !]","segments":null,"autobang":true}],"errMsg":null}""" + "\n",
            Answer("demo.mag [2014.03.01/1d] {a, b} , demo.lev1[! fsn=1 !]").Output);

    [Theory]
    [InlineData("demo.mag", "\"filter\":\"\",")]                     // the text ends behind the name
    [InlineData("demo.mag,", "\"filter\":null,")]
    [InlineData("demo.mag # note", "\"filter\":null,")]
    [InlineData("demo.mag{a}", "\"filter\":null,\"segments\":\"{a}\"")]
    [InlineData("demo.mag,demo.lev1[1]", "\"seriesname\":\"demo.mag\"")]   // the original loses the last letter
    [InlineData("demo.mag , demo.lev1[1]", "\"nsubsets\":2")]               // … or loops for ever
    [InlineData("a.b.c[1]", "\"seriesns\":\"a.b\",\"seriestab\":\"c\"")]
    [InlineData("A.B[1]", "\"seriesname\":\"A.B\",\"seriesns\":\"a\",\"seriestab\":\"b\"")]
    [InlineData("a.b[? x like '%n%s' ?]", "[? x like '%n%s' ?]")]
    [InlineData("a.b[? x = '{' ?]{s}", "\"filter\":\"[? x = '{' ?]\",\"segments\":\"{s}\"")]
    [InlineData("demo.x_manifest::[1-3]", "\"seriesname\":\"demo.x_manifest::\",\"seriesns\":\"demo\",\"seriestab\":\"x_manifest::\",\"filter\":\"[1-3]\"")]
    [InlineData("1demo.x[]", "\"seriesname\":\"1demo.x\"")]
    [InlineData("demo.m-45s[]", "\"seriesname\":\"demo.m-45s\"")]
    [InlineData("demo.a:b'c[]", "\"seriesname\":\"demo.a:b'c\"")]
    [InlineData("ds_mdi.x[1]", "\"settype\":\"drms\"")]
    [InlineData("@none", "\"atfile\":false,\"hasfilts\":false,\"nsubsets\":0,\"subsets\":[]")]
    [InlineData("@none,a.b[]", "\"atfile\":true,\"hasfilts\":true,\"nsubsets\":1")]
    [InlineData("nodot[1]", "{\"errMsg\":\"Invalid series name.\"}")]
    [InlineData("a.b[1", "{\"errMsg\":\"Unable to parse specification.\"}")]
    public void Rules_of_the_line_hold(string text, string expected) => Assert.Contains(expected, Answer(text).Output, StringComparison.Ordinal);
}
