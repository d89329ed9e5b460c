namespace NetDrms.Model.Series;

/// <summary>How a segment's dimensions and file vary. Spec 02 §1.6, §5.2.</summary>
public enum SegmentScope
{
    /// <summary>One file for the whole series, written once.</summary>
    Constant,
    /// <summary>A file a record, dimensions fixed by the definition.</summary>
    Variable,
    /// <summary>A file a record, dimensions of its own.</summary>
    VarDim,
}
