namespace NetDrms.Drms.Links;

/// <summary>What became of a link, or of a linked keyword or segment, when it was followed. Spec 02 §7.</summary>
public enum LinkState
{
    /// <summary>The record at the end of the link was found (or there is no link to follow).</summary>
    Found,
    /// <summary>A link on the way is not set in this record; −10042 in the original.</summary>
    Unset,
    /// <summary>A link on the way is set, but no such record exists; −10006.</summary>
    Broken,
    /// <summary>The definitions do not lead anywhere: no such link, series, keyword or segment.</summary>
    Undefined,
    /// <summary>The definitions lead in a circle or through more than 20 links.</summary>
    TooDeep,
}
