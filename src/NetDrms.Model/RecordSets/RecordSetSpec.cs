using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>A record-set specification, taken apart: the tree of the language. Spec 01 §1.</summary>
public sealed record RecordSetSpec
{
    /// <summary>The text as given.</summary>
    public required string Text { get; init; }

    /// <summary>The subsets in order, those of lists in the place of their <c>@file</c>; may be empty when lists are missing or empty.</summary>
    public required IReadOnlyList<RecordSetElement> Elements { get; init; }

    /// <summary>Set when the whole text is a manifest specification; <see cref="Elements"/> then only shows how the original splits it.</summary>
    public RecordSetManifest? Manifest { get; init; }

    /// <summary>True when an <c>@file</c> occurred.</summary>
    public bool HasListFile { get; init; }

    /// <summary>What went wrong without stopping the reading: missing lists, unreadable times in conditions.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; init; } = [];

    /// <summary>True when any subset has a filter, <c>[]</c> included.</summary>
    public bool HasFilters => Elements.Any(element => element.Filters.Count > 0);

    /// <summary>The canonical text, lists written out: reading it gives the same subsets again.</summary>
    public override string ToString() => string.Join(',', Elements);
}
