using NetDrms.Drms.Links;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>A keyword that is read, and where its value comes from.</summary>
public sealed class KeywordColumn
{
    internal KeywordColumn(RecordKeyword keyword, LinkRoute<RecordKeyword> route, int ordinal, int join)
    {
        Keyword = keyword;
        Route = route;
        Ordinal = ordinal;
        Join = join;
    }

    /// <summary>The keyword as asked for.</summary>
    public RecordKeyword Keyword { get; }

    /// <summary>The links it is read through; none for a plain keyword.</summary>
    public LinkRoute<RecordKeyword> Route { get; }

    /// <summary>The definition that gives type, format, unit and default: of the link's target for a linked keyword. Null if the definitions lead nowhere.</summary>
    public KeywordDefinition? Effective => Route.End?.Definition;

    /// <summary>Position in the select list; −1 for a constant and for one that leads nowhere.</summary>
    internal int Ordinal { get; }

    /// <summary>The join that holds it.</summary>
    internal int Join { get; }
}
