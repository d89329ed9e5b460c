using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series;

/// <summary>One <c>Data:</c> line. Spec 02 §1.6.</summary>
public sealed record SegmentDefinition
{
    /// <summary>Name as defined.</summary>
    public required string Name { get; init; }

    /// <summary>Number in the definition, from 0: <c>sg_000_file</c>.</summary>
    public int Number { get; init; }

    /// <summary>Scope; variable for a linked segment.</summary>
    public SegmentScope Scope { get; init; } = SegmentScope.Variable;

    /// <summary>Type of the pixels in the file; int for a linked segment.</summary>
    public DrmsType Type { get; init; } = DrmsType.Int;

    /// <summary>True for the type <c>raw</c>, which the original makes of a type that it does not know: no array of it can be read or written.</summary>
    public bool IsRaw { get; init; }

    /// <summary>Dimensions, fastest axis first; 0 = free.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [];

    /// <summary>Block sizes behind the dimensions of a <c>tas</c> segment, else empty.</summary>
    public IReadOnlyList<int> BlockSizes { get; init; } = [];

    /// <summary>Unit of the pixels.</summary>
    public string Unit { get; init; } = "";

    /// <summary>File format; generic for a linked segment.</summary>
    public SegmentProtocol Protocol { get; init; }

    /// <summary>Description.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the link for a linked segment, else null.</summary>
    public string? LinkName { get; init; }

    /// <summary>Segment of the link's target, for a linked segment.</summary>
    public string? TargetSegment { get; init; }

    /// <summary>Constant segment: the record that wrote its file; 0 until then.</summary>
    public long ConstantRecnum { get; init; }

    /// <summary>True for a linked segment.</summary>
    public bool IsLinked => LinkName is not null;

    /// <summary>File name used when a record's column is empty.</summary>
    public string DefaultFileName => Name + Protocol.Extension();
}
