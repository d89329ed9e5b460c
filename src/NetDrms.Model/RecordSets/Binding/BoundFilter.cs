using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>A filter that was checked against the definition of its series.</summary>
/// <param name="Span">Where it stands in the user's text.</param>
public abstract record BoundFilter(SourceSpan Span);
