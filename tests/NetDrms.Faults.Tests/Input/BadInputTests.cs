namespace NetDrms.Faults.Tests.Input;

/// <summary>What a user may get wrong: a message that says what, where and what would be right; the exit code of the specification; nothing left behind.</summary>
public sealed class BadInputTests(FaultSite fault) : IClassFixture<FaultSite>
{
    public static TheoryData<string, int, string> Cases => new()
    {
        // unknown series
        { "show_info demo.falt[]", 1, "unable to open template record for series 'demo.falt'; this series does not exist|series \"demo.falt\" does not exist|^^^^^^^^^|Did you mean \"demo.fault\"?" },
        { "set_info -c ds=demo.falt N=2", 1, "$$$$ set_info error: cant create records in series demo.falt|series \"demo.falt\" does not exist|Did you mean \"demo.fault\"?" },
        { "set_info ds=demo.falt[1] TXT=x", 1, "$$$$ set_info error: cant open recordset query|series \"demo.falt\" does not exist|Did you mean \"demo.fault\"?" },
        { "retrieve_file ds=demo.falt[1] out=x segment=note", 1, "series \"demo.falt\" does not exist|Did you mean \"demo.fault\"?" },
        { "describe_series demo.falt", 1, "Did you mean \"demo.fault\"?" },
        { "delete_series demo.falt", 1, "Did you mean \"demo.fault\"?" },
        { "ingest --series demo.falt note.txt", 1, "series \"demo.falt\" does not exist|Did you mean \"demo.fault\"?" },
        // unknown keyword, segment
        { "show_info demo.fault[] key=TXTT", 0, "series \"demo.fault\" has no keyword \"TXTT\"|Did you mean \"TXT\"?" },
        { "show_info demo.fault[] seg=imag", 0, "series \"demo.fault\" has no segment \"imag\"|Did you mean \"image\"?" },
        { "show_info demo.fault[NN=1]", 1, "series \"demo.fault\" has no keyword \"NN\"|Its prime key is N.|Did you mean \"N\"?" },
        { "show_info demo.fault[TXT=first]", 1, "keyword \"TXT\" is not a prime key of series \"demo.fault\"|Its prime key is N.|[? TXT = " },
        { "show_info demo.fault[?·TXTT=1·?]", 1, "series \"demo.fault\" has no keyword or column \"txtt\"|^^^^|Did you mean \"TXT\"?" },
        { "set_info -c ds=demo.fault N=2 TXTT=3", 1, "series \"demo.fault\" has no keyword, segment or link \"TXTT\"|Did you mean \"TXT\"?" },
        { "set_info ds=demo.fault[1] TXTT=3", 1, "series \"demo.fault\" has no keyword, segment or link \"TXTT\"|Did you mean \"TXT\"?" },
        { "retrieve_file ds=demo.fault[1] out=x segment=not", 1, "series \"demo.fault\" has no segment \"not\"|Did you mean \"note\"?" },
        { "ingest --series demo.fault --segment imag note.txt", 1, "series \"demo.fault\" has no segment \"imag\" that takes files|image, note" },
        // unreadable values
        { "show_info demo.fault[?·T_OBS=$(2014.13.01)·?]", 0, "warning: time \"2014.13.01\" cannot be read; it stands for the missing time|^^^^^^^^^^^^^|No records in selected data set" },
        { "set_info -c ds=demo.fault N=2 T_OBS=2014.13.01", 1, "Invalid time string '2014.13.01'.|\"2014.13.01\" is not a time: month 13 is not in 1…12|^^^^^^^^^^" },
        { "set_info ds=demo.fault[1] T_OBS=noon", 1, "\"noon\" is not a time|Write it like 2014.03.01_12:34:56.7_TAI" },
        { "set_info -c ds=demo.fault N=2x", 1, "Integer constant '2x' is not a signed integer.|\"2x\" is not an int|^^" },
        { "show_info demo.fault[2x]", 1, "2x|^" },
        { "set_info -c ds=demo.fault TXT=x", 1, "$$$$ set_info error: some prime key not specified on command line|prime key N has no value" },
        // unbalanced filters
        { "show_info demo.fault[1", 2, "\"]\" is missing behind the filter|demo.fault[1|^^" },
        { "show_info demo.fault[1]{note", 2, "\"}\" is missing behind the segment list" },
        { "show_info demo.fault[?·N=1", 2, "the condition does not end in \"?]\"|^" },
        { "show_info demo.fault]", 2, "^" },
        { "set_info ds=demo.fault[1 TXT=x", 1, "\"]\" is missing behind the filter" },
        { "retrieve_file ds=demo.fault[1 out=x segment=note", 1, "\"]\" is missing behind the filter" },
        { "show_info demo.fault[?·N=(1·?]", 1, "expected \")\", found the end of the condition|^" },
        { "show_info demo.fault[?·TXT='x·?]", 2, "'|^" },
        // files
        { "set_info -c ds=demo.fault N=2 note=gone.txt", 1, "Error:Unable to open gone.txt|could not open \"gone.txt\" for segment \"note\": there is no such file" },
        { "set_info -c ds=demo.fault N=2 image=note.txt", 1, "File 'note.txt' does not contain data compatible with segment 'image'.|it is not a FITS file" },
        { "set_info -c ds=demo.fault N=2 image=cut.fits", 1, "File 'cut.fits' does not contain data compatible with segment 'image'.|the file is cut off: it has 2500 bytes, at least 2880 would be right" },
        { "set_info ds=demo.fault[1] image=cut.fits", 1, "the file is cut off" },
        { "ingest --series demo.fault --segment image cut.fits", 1, "cut.fits\": the file is cut off: it has 2500 bytes, at least 2880 would be right|1 file: 0 stored, 0 skipped, 1 failed" },
        { "ingest --series demo.fault --segment note cut.fits", 1, "cut.fits\": the file is cut off|1 file: 0 stored, 0 skipped, 1 failed" },
        { "ingest --series demo.fault --segment image gone.fits", 1, "gone.fits: could not read it: there is no such file|1 file: 0 stored, 0 skipped, 1 failed" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_mistake_is_told_and_leaves_nothing(string command, int exitCode, string said)
    {
        string whole = fault.Fits("whole.fits", 2);
        await File.WriteAllBytesAsync(Path.Combine(fault.Site.WorkFolder, "cut.fits"), (await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken))[..2500], TestContext.Current.CancellationToken);
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync([.. command.Split(' ').Select(word => word.Replace('·', ' '))]);
        Assert.All(said.Split('|'), part => FaultSite.Says(run, part));
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task Of_a_stream_of_records_nothing_is_stored_when_one_is_wrong()
    {
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync(["set_info", "-k", "ds=demo.fault"], "N=5\nT_OBS=2014.03.01\n\nN=6\nT_OBS=nonsense\n");
        Assert.Equal(1, run.ExitCode);
        FaultSite.Says(run, "stdin:5: \"nonsense\" is not a time");
        FaultSite.Says(run, "In the block that begins at line 4 of standard input; no record was stored.");
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task All_five_mistakes_of_a_definition_are_told_with_line_and_column()
    {
        string definition = fault.Write("five.jsd", """
            Seriesname:  demo.five
            Author:      "tests"
            Owner:       demo
            Unitsize:    many
            Archive:     0
            Retention:   10
            Tapegroup:   0
            PrimeKeys:   N, MISSING
            Description: "five mistakes"
            Keyword: N, integer, variable, record, 0, %d, none, "wrong type"
            Keyword: A, int, variable, record, 12abc, %d, none, "wrong default"
            Data: image, vardim, short, 2, *, *, none, fitz2, "", 0, 1, "wrong protocol"

            """);
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync("create_series", definition);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"Failed to parse series description in file '{definition}'.\n", run.Output);
        string[] told = [.. run.Error.Split('\n').Where(line => line.Contains("error: ", StringComparison.Ordinal))];
        Assert.Equal(
            [
                $"drms create_series: error: {definition}:4:14: Unitsize \"many\" is not an integer",
                $"drms create_series: error: {definition}:8:17: prime key \"MISSING\" is not a keyword of the series",
                $"drms create_series: error: {definition}:10:13: keyword type \"integer\" is not known",
                $"drms create_series: error: {definition}:11:36: default \"12abc\" is not an int",
                $"drms create_series: error: {definition}:12:44: protocol \"fitz2\" is not known",
            ], told);
        await fault.AssertStateAsync(before);
    }
}
