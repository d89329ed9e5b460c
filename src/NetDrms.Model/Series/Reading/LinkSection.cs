using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads <c>Link:</c> lines. Spec 02 §1.5.</summary>
internal sealed class LinkSection(string text, DefinitionProblems problems, DefinitionOptions options)
{
    private const int LongestDescription = 254;
    private static readonly string[] s_types = ["static", "dynamic"];
    private readonly OrderedDictionary<string, LinkDefinition> _links = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The links, in the order of the text.</summary>
    public IReadOnlyList<LinkDefinition> Links => _links.Values;

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _links.Keys;

    /// <summary>Looks a link up by its name.</summary>
    public bool Has(string name) => _links.ContainsKey(name);

    /// <summary>Reads one line.</summary>
    public void Read(DefinitionLine line)
    {
        LineFields fields = new(text, line, problems, ReadingPass.Links, "Link");
        Field name = fields.Word("link name", Reading.Names.Longest);
        Field target = fields.Word("target series", SeriesName.MaxLength);
        Field type = fields.Word("link type", Reading.Names.Longest);
        Field description = fields.Text("description", int.MaxValue);
        if (fields.Failed)
            return;
        fields.End();
        int before = problems.Count;
        CheckName(line, name);
        if (!SeriesName.TryParse(target.Value, out _))
        {
            Report(line, target, new DrmsError(ErrorCode.Definition, $"\"{target.Value}\" is no name of a series") { Hint = "A series is named namespace.name." });
        }
        if (!Array.Exists(s_types, known => known.Equals(type.Value, StringComparison.OrdinalIgnoreCase)))
        {
            Report(line, type, new DrmsError(ErrorCode.Definition, $"link type \"{type.Value}\" is neither static nor dynamic")
            {
                Hint = problems.Nearest(type.Value, s_types),
                ClassicMessage = Classic.Descriptor("Link", line),
            });
        }
        if (problems.Count > before)
            return;
        _links.Remove(name.Value);   // lenient only: the later line replaces the earlier
        bool isDynamic = type.Value.Equals("dynamic", StringComparison.OrdinalIgnoreCase);
        _links.Add(name.Value, new LinkDefinition(name.Value, target.Value, isDynamic, Cut.Text(description, LongestDescription, "description", line, problems)));
    }

    private void CheckName(DefinitionLine line, Field name)
    {
        if (Reading.Names.Check(name.Value, "link") is DrmsError wrong)
        {
            Report(line, name, wrong);
        }
        else if (Has(name.Value))
        {
            DrmsError twice = new(ErrorCode.Definition, $"link \"{name.Value}\" is defined twice");
            if (options.IsLenient)
                problems.Warn(line, name, twice);
            else
                Report(line, name, twice);
        }
    }

    private void Report(DefinitionLine line, Field field, DrmsError error) => problems.Add(ReadingPass.Links, line, field, error);
}
