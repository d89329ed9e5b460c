using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series;

/// <summary>One keyword of a series: a <c>Keyword:</c> line, or one that the system made. Spec 02 §1.3, §1.7, §2.2.</summary>
public sealed record KeywordDefinition
{
    /// <summary>Name as defined; a per-segment keyword has its plain name here, without <c>_000</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value; for a linked keyword meaningless (<c>int</c> in the catalog).</summary>
    public DrmsType Type { get; init; } = DrmsType.Int;

    /// <summary>Kind: variable, constant, index or slotted.</summary>
    public KeywordKind Kind { get; init; }

    /// <summary>True for scope <c>segment</c>: a value for every segment of the record.</summary>
    public bool IsPerSegment { get; init; }

    /// <summary>True for keywords that the system made; hidden from listings.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Value of a record that sets none; the value itself for a constant.</summary>
    public DrmsValue Default { get; init; }

    /// <summary>printf format; for times the precision.</summary>
    public string Format { get; init; } = "";

    /// <summary>Unit; for times the zone.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Description, with its <c>[FITSNAME]</c> if it has one.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the link for a linked keyword, else null.</summary>
    public string? LinkName { get; init; }

    /// <summary>Keyword of the link's target, for a linked keyword.</summary>
    public string? TargetKeyword { get; init; }

    /// <summary>Place in the definition, from 1; one is consumed for every copy of a per-segment keyword. 0 = unknown (series of before version 2.1).</summary>
    public int Rank { get; init; }

    /// <summary>True for a linked keyword.</summary>
    public bool IsLinked => LinkName is not null;

    /// <summary>True when the series table has a column (or one a segment) for it.</summary>
    public bool HasColumn => !IsLinked && Kind != KeywordKind.Constant;

    /// <summary>Name of the companion index keyword of a slotted one.</summary>
    public string IndexName => Name + "_index";
}
