namespace NetDrms.Drms.Output;

/// <summary>Spelling of the list form. Spec 03 §2.4, §4.</summary>
public enum ListLayout
{
    /// <summary>Record numbers behind <c>##</c>, an empty line between records.</summary>
    ShowInfo,
    /// <summary>Bare record numbers, an empty line behind every record.</summary>
    ShowKeys,
}
