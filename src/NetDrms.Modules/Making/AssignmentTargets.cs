using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Making;

/// <summary>Finds what names mean for a series, each once: a keyword, else a segment, else a link. Spec 03 §3.1–3.3.</summary>
/// <param name="series">The series.</param>
/// <param name="isOfBlocks">True for names of <c>-k</c> blocks, which may come from <c>show_info -k -P -d</c>.</param>
internal sealed class AssignmentTargets(SeriesDefinition series, bool isOfBlocks)
{
    private const string InformationSuffix = "_info";
    private const string DirectoryName = "SUDIR";

    private readonly Dictionary<object, AssignmentTarget> _known = new(ReferenceEqualityComparer.Instance);   // blocks repeat the same strings

    /// <summary>Finds the target of a name, in any case.</summary>
    public AssignmentTarget Find(string name)
    {
        if (!_known.TryGetValue(name, out AssignmentTarget target))
            _known[name] = target = Search(name);
        return target;
    }

    /// <summary>The error for a name that the series does not know, with the nearest one.</summary>
    public DrmsError Unknown(Assignment assignment)
    {
        IEnumerable<string> names = RecordKeyword.All(series, withImplicit: false).Select(k => k.Name)
            .Concat(series.Segments.Select(s => s.Name)).Concat(series.Links.Select(l => l.Name));
        return new DrmsError(ErrorCode.UnknownKeyword, $"series \"{series.Name}\" has no keyword, segment or link \"{assignment.Name}\"")
        {
            Hint = NearestName.Hint(assignment.Name, names) ?? "With --ignore-unknown such names are skipped.",
            File = assignment.Line > 0 ? "stdin" : null,
            Line = assignment.Line > 0 ? assignment.Line : null,
        };
    }

    private AssignmentTarget Search(string name)
    {
        if (name.StartsWith(CommandLineReader.LinkPrefix, StringComparison.Ordinal))
            return series.TryGetLink(name.AsSpan(CommandLineReader.LinkPrefix.Length), out LinkDefinition? named) ? new AssignmentTarget(Link: named) : default;
        if (RecordKeyword.TryFind(series, name, out RecordKeyword? keyword))
            return new AssignmentTarget(Keyword: keyword);
        if (series.TryGetSegment(name, out SegmentDefinition? segment))
            return new AssignmentTarget(Segment: segment);
        if (series.TryGetLink(name, out LinkDefinition? link))
            return new AssignmentTarget(Link: link);
        bool informs = isOfBlocks && (name == DirectoryName
            || (name.EndsWith(InformationSuffix, StringComparison.Ordinal) && series.TryGetSegment(name.AsSpan(0, name.Length - InformationSuffix.Length), out _)));
        return new AssignmentTarget(IsIgnored: informs);
    }
}
