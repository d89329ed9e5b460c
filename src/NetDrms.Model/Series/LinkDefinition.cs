namespace NetDrms.Model.Series;

/// <summary>One <c>Link:</c> line. Spec 02 §1.5, §7.</summary>
/// <param name="Name">Name of the link.</param>
/// <param name="TargetSeries">Series it points to, as written.</param>
/// <param name="IsDynamic">True: by the target's prime keys, newest version at each reading; false: one record for ever.</param>
/// <param name="Description">Text.</param>
public sealed record LinkDefinition(string Name, string TargetSeries, bool IsDynamic, string Description);
