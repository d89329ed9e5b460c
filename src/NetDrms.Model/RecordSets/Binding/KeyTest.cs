using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>One item of a value set or an index set, in the values of the column that it is about.</summary>
/// <remarks>Slotted, index and integer keys: longlong. Float, double, time, string: of that type.</remarks>
public sealed record KeyTest
{
    /// <summary>Kind.</summary>
    public required KeyTestKind Kind { get; init; }

    /// <summary>The value of a <see cref="KeyTestKind.Value"/>.</summary>
    public DrmsValue Value { get; init; }

    /// <summary>Lower end of a range; null = open.</summary>
    public KeyEdge? Lower { get; init; }

    /// <summary>Upper end of a range; null = open.</summary>
    public KeyEdge? Upper { get; init; }

    /// <summary>Only every so manieth value of the range; null = all.</summary>
    public KeySkip? Skip { get; init; }

    /// <summary>True when the test depends on the smallest or largest value of the key.</summary>
    public bool HasExtreme => Kind is KeyTestKind.First or KeyTestKind.Last || IsExtreme(Lower) || IsExtreme(Upper) || IsExtreme(Skip?.Start);

    private static bool IsExtreme(KeyEdge? edge) => edge is not null && edge.Origin != KeyOrigin.Value;
}
