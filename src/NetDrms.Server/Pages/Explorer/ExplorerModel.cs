using NetDrms.Model.Errors;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>What the explorer shows.</summary>
/// <param name="Request">What was asked for.</param>
public sealed record ExplorerModel(ExplorerRequest Request)
{
    /// <summary>Why there are no records; null when there may be.</summary>
    public DrmsError? Problem { get; init; }

    /// <summary>What is odd without being wrong.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; init; } = [];

    /// <summary>Series of the record set, each once.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>True for several subsets, which are not shown page by page.</summary>
    public bool HasSubsets { get; init; }

    /// <summary>Keywords of the series.</summary>
    public IReadOnlyList<KeywordChoice> Choices { get; init; } = [];

    /// <summary>Columns of the table.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; init; } = [];

    /// <summary>Its records.</summary>
    public IReadOnlyList<RecordLine> Lines { get; init; } = [];

    /// <summary>True when more records follow.</summary>
    public bool HasMore { get; init; }

    /// <summary>Number of records that match, in words.</summary>
    public string Matching { get; init; } = "";

    /// <summary>What can be plotted; null without a time or without numbers.</summary>
    public CurveChoice? Curve { get; init; }

    /// <summary>The picture; null without images.</summary>
    public Preview? Preview { get; init; }

    /// <summary>The same query for other programs.</summary>
    public IReadOnlyList<Snippet> Snippets { get; init; } = [];

    /// <summary>Record sets to try.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];
}
