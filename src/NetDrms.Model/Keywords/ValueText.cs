namespace NetDrms.Model.Keywords;

/// <summary>Value to its plain text (<c>%d</c>, <c>%.9g</c>, <c>%.17g</c>, UTC to whole seconds): defaults in the catalog. Spec 02 §2.2, §4.1.</summary>
public static class ValueText
{
    /// <summary>The plain text; NaN is <c>nan</c>.</summary>
    public static string Plain(DrmsValue value) => "";
}
