using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>A start or an end as read: an extreme, or a value of the column.</summary>
internal readonly record struct KeyPart(KeyOrigin Origin, DrmsValue Value)
{
    public KeyEdge Edge(DrmsType domain, bool isIncluded = true) =>
        new(Origin, Origin == KeyOrigin.Value ? Value : IndexScale.Zero(domain), isIncluded);
}
