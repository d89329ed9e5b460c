using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series.Reading;

namespace NetDrms.Model.Series;

/// <summary>Reads a series definition (.jsd): the definition, or everything that is wrong with it. Spec 02 §1.</summary>
/// <remarks>Any text gives a result; time and memory grow with its length only. Thread-safe.</remarks>
public static class DefinitionReader
{
    /// <summary>Reads a definition.</summary>
    /// <param name="text">The text; the line ends may be of any kind.</param>
    /// <param name="options">How strictly.</param>
    public static DefinitionReading Read(string text, DefinitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        text = DefinitionLines.NormalizeEnds(text);
        DefinitionProblems problems = new(text, options.File);
        DefinitionChecks.Characters(text, problems);
        List<DefinitionLine> lines = DefinitionLines.Cut(text, problems);

        HeaderSection header = new(text, problems, options);
        List<DefinitionLine> fieldLines = lines.FindAll(line => !header.Take(line));

        SegmentSection segments = new(text, problems, options);
        foreach (DefinitionLine line in fieldLines.Where(line => line.Is("Data")))
            segments.Read(line);
        CheckUnitSize(header, segments, problems);

        LinkSection links = new(text, problems, options);
        foreach (DefinitionLine line in fieldLines.Where(line => line.Is("Link")))
            links.Read(line);
        CheckLinkedSegments(segments, links, problems, options);

        KeywordSection keywords = new(text, problems, options, segments, links);
        foreach (KeywordDefinition keyword in segments.Implicit)
            keywords.AddImplicit(keyword);
        foreach (DefinitionLine line in fieldLines.Where(line => line.Is("Keyword")))
            keywords.Read(line);
        AddIndexKeywords(keywords, problems, options);

        KeySection keys = new(text, problems, keywords);
        DefinitionLine? primeLine = First(fieldLines, problems, "Index", "PrimeKeys");
        DefinitionLine? indexLine = First(fieldLines, problems, "DBIndex");
        IReadOnlyList<KeywordDefinition> primeKeys = primeLine is null ? [] : keys.ReadPrimeKeys(primeLine);
        keys.CheckSlotted(primeKeys, primeLine);
        IReadOnlyList<string>? dbIndex = indexLine is null ? null : keys.ReadIndexes(indexLine);

        if (header.CreateShadowLine is DefinitionLine shadow && header.CreateShadow && primeLine is null)
            problems.Add(ReadingPass.Creation, shadow, shadow.TagStart, shadow.Tag.Length, new DrmsError(ErrorCode.Definition, "a series without prime keys cannot have a shadow table"));
        DefinitionChecks.Columns(keywords, segments, links, problems);
        DefinitionChecks.FitsNames(keywords, problems);
        SeriesName name = DefinitionChecks.Name(header, problems);
        if (problems.Count > 0)
            return problems.Result(null, header.Name);
        return problems.Result(Definition(name, header, segments, links, keywords) with { PrimeKeys = primeKeys, DbIndex = dbIndex }, header.Name);
    }

    private static SeriesDefinition Definition(SeriesName name, HeaderSection header, SegmentSection segments, LinkSection links, KeywordSection keywords) => new()
    {
        Name = name,
        Author = header.Author,
        Owner = header.Owner,
        UnitSize = header.UnitSize,
        Archive = header.Archive,
        RetentionDays = header.Retention,
        StagingRetentionDays = header.StagingRetention,
        TapeGroup = header.TapeGroup,
        Description = header.Description,
        CreateShadow = header.CreateShadow,
        Keywords = [.. keywords.Entries.Select(entry => entry.Keyword)],
        Links = links.Links,
        Segments = segments.Segments,
    };

    private static void CheckUnitSize(HeaderSection header, SegmentSection segments, DefinitionProblems problems)
    {
        if (segments.Lines == 0 || header.UnitSize >= 1)
            return;
        DefinitionLine? line = header.UnitSizeLine;
        problems.Add(ReadingPass.Segments, line, line?.TagStart ?? 0, line?.Tag.Length ?? 0, new DrmsError(ErrorCode.Definition, "a series with segments needs a Unitsize of at least 1")
        {
            ClassicMessage = $"The series unit size must be at least 1, but it is {HeaderNumber.Text(header.UnitSize)}.",
        }, endsAlone: true);
    }

    private static void CheckLinkedSegments(SegmentSection segments, LinkSection links, DefinitionProblems problems, DefinitionOptions options)
    {
        if (options.IsLenient || options.AllowsUnknownLinks)
            return;
        foreach (SegmentSection.Linked linked in segments.LinkedSegments.Where(linked => !links.Has(linked.Link.Value)))
        {
            problems.Add(ReadingPass.Segments, linked.Line, linked.Link, new DrmsError(ErrorCode.UnknownLink, $"link \"{linked.Link.Value}\" is not defined")
            {
                Hint = problems.Nearest(linked.Link.Value, links.Names),
            });
        }
    }

    private static void AddIndexKeywords(KeywordSection keywords, DefinitionProblems problems, DefinitionOptions options)
    {
        SlotCompanions companions = new(problems, options, keywords);
        List<KeywordSection.Entry> slotted = [.. keywords.Entries.Where(entry => entry.Keyword.Kind.IsSlotted())];
        foreach (KeywordSection.Entry entry in slotted)
            companions.Check(entry);
        foreach (KeywordSection.Entry entry in slotted)
            keywords.AddImplicit(ImplicitKeywords.IndexOf(entry.Keyword), entry);
    }

    private static DefinitionLine? First(List<DefinitionLine> lines, DefinitionProblems problems, params string[] tags)
    {
        DefinitionLine? first = null;
        foreach (DefinitionLine line in lines.Where(line => Array.Exists(tags, line.Is)))
        {
            if (first is null)
                first = line;
            else
                problems.Warn(line, line.TagStart, line.Tag.Length, new DrmsError(ErrorCode.Definition, $"only the first {first.Tag}: line counts, line {HeaderNumber.Text(first.Number)}"));
        }
        return first;
    }
}
