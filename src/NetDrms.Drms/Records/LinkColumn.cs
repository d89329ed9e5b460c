using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>A link that is followed for every record.</summary>
public sealed class LinkColumn
{
    internal LinkColumn(LinkDefinition link, SeriesDefinition? target, int join)
    {
        Link = link;
        Target = target;
        Join = join;
    }

    /// <summary>The link.</summary>
    public LinkDefinition Link { get; }

    /// <summary>Definition of the series it points to; null if there is none.</summary>
    public SeriesDefinition? Target { get; }

    /// <summary>The target's prime keys as users see them, whose values are read for the target's record query.</summary>
    public IReadOnlyList<KeywordDefinition> Keys { get; internal init; } = [];

    internal int Join { get; }

    internal int Sunum { get; init; } = -1;

    internal int Slotnum { get; init; } = -1;

    internal int[] KeyOrdinals { get; init; } = [];
}
