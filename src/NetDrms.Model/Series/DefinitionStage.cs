namespace NetDrms.Model.Series;

/// <summary>How far the original would have come with a definition; decides what <c>create_series</c> prints around the messages. Spec 02 §1.1, §1.8.</summary>
public enum DefinitionStage
{
    /// <summary>Nothing is wrong.</summary>
    Accepted,
    /// <summary>The text cannot be understood: <c>Failed to parse series description …</c>.</summary>
    Parsing,
    /// <summary>The text is understood, making the series fails: <c>Creating new series …</c>, <c>Failed to create series.</c></summary>
    Creation,
}
