using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets;

/// <summary>One subset of a specification: a series, its filters and its segment list. Spec 01 §1.3.</summary>
public sealed record RecordSetElement
{
    /// <summary>Name of the series as typed.</summary>
    public required string SeriesName { get; init; }

    /// <summary>Where the name stands.</summary>
    public required SourceSpan NameSpan { get; init; }

    /// <summary>The filters in written order; <c>[]</c> counts as one.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];

    /// <summary>All filters without blanks between them; null when there are none, <c>""</c> when the text ends behind the name. Spec 01 §5.1.</summary>
    public string? FilterText { get; init; }

    /// <summary>The segment list, or null.</summary>
    public SegmentSelection? Segments { get; init; }

    /// <summary>Where the element stands in <see cref="Source"/>.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The text that spans point into: the user's text or a line of a list.</summary>
    public required string Source { get; init; }

    /// <summary>The list the element came from, or null.</summary>
    public string? File { get; init; }

    /// <summary>Line in <see cref="File"/>, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>True when a filter is <c>[! … !]</c>: all versions of the records count ("autobang").</summary>
    public bool IsAllVersions => Filters.Any(filter => filter.Kind == RecordFilterKind.AllVersionsCondition);

    /// <summary>The subset as the original's splitter hands it on: blanks between the parts and inside braces removed, times replaced. Spec 01 §1.2.</summary>
    public string NormalisedText => string.Concat(SeriesName, FilterText, Segments?.Text);

    /// <summary>The name as a series name, if a series can have it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="error">Why no series can be called so; with the original's line.</param>
    public bool TryGetSeries(out SeriesName name, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        if (Model.Series.SeriesName.TryParse(SeriesName, out name))
            return true;
        bool tooLong = SeriesName.Length > Model.Series.SeriesName.MaxLength;
        bool hasDot = SeriesName.Contains('.', StringComparison.Ordinal);
        error = UnknownSeries();
        if (tooLong)
        {
            error = error with
            {
                Message = $"series name \"{SeriesName.AsSpan(0, 20)}…\" is longer than {Model.Series.SeriesName.MaxLength} characters",
                ClassicMessage = SeriesName.Length > 64 ? $"name '{SeriesName.AsSpan(0, 64)}' is too long." : error.ClassicMessage,
            };
        }
        else if (!hasDot)
        {
            error = error with { Hint = "A series name has a namespace and a name, such as hmi.m_45s.", ClassicMessage = null };
        }
        return false;
    }

    /// <summary>The error for a series that the catalog does not know.</summary>
    public DrmsError UnknownSeries() => At(new DrmsError(ErrorCode.UnknownSeries, $"series \"{SeriesName}\" does not exist")
    {
        Span = NameSpan,
        ClassicMessage = $"Couldn't get template record for series '{SeriesName}'.drms_template_record return status=-10003",
    });

    /// <summary>Completes an error with the text and the file that its span points into.</summary>
    public DrmsError At(DrmsError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error with { Source = Source, File = File, Line = Line };
    }

    /// <summary>The canonical text: reading it gives this element again.</summary>
    public override string ToString() => string.Concat(SeriesName, FilterText, Segments?.ToString());
}
