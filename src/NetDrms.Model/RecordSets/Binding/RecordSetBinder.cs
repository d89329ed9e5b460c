using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets.Conditions;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Reads the filters of a subset against the definition of its series. Spec 01 §1.6–1.11, §4.3.</summary>
public static class RecordSetBinder
{
    /// <summary>Most filters of one subset, empty ones not counted.</summary>
    public const int MaxFilters = 64;

    /// <summary>Binds a subset.</summary>
    /// <param name="element">The subset.</param>
    /// <param name="series">Its series.</param>
    /// <param name="trust">Who wrote it.</param>
    /// <param name="bound">What it means.</param>
    /// <param name="error">What is wrong and where; with the original's lines where scripts match them.</param>
    public static bool TryBind(RecordSetElement element, SeriesDefinition series, Trust trust, [NotNullWhen(true)] out BoundRecordSet? bound, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(series);
        bound = null;
        List<BoundFilter> filters = [];
        List<DrmsError> warnings = [];
        int positional = 0;
        foreach (RecordFilter filter in element.Filters)
        {
            if (!TryFilter(filter, element, series, trust, ref positional, warnings, out BoundFilter? one, out error) || !HasRoom(filters, one, out error))
            {
                error = element.At(error);
                return false;
            }
            if (one is not null)
                filters.Add(one);
        }
        bound = new BoundRecordSet
        {
            Series = series,
            Element = element,
            Filters = filters,
            Warnings = [.. warnings.Select(element.At)],
            Segments = element.Segments is null ? null : [.. series.Segments.Where(segment => element.Segments.Contains(segment.Name))],
        };
        error = null;
        return true;
    }

    /// <summary>Binds a subset.</summary>
    /// <exception cref="DrmsException">A filter has no meaning for the series.</exception>
    public static BoundRecordSet Bind(RecordSetElement element, SeriesDefinition series, Trust trust) =>
        TryBind(element, series, trust, out BoundRecordSet? bound, out DrmsError? error) ? bound : throw new DrmsException(error);

    private static bool TryFilter(RecordFilter filter, RecordSetElement element, SeriesDefinition series, Trust trust, ref int positional,
        List<DrmsError> warnings, out BoundFilter? bound, [NotNullWhen(false)] out DrmsError? error)
    {
        bound = null;
        switch (filter.Kind)
        {
            case RecordFilterKind.Condition or RecordFilterKind.AllVersionsCondition:
                if (!ConditionChecker.TryCheck(filter, series, trust, out SqlCondition? condition, out error))
                    return false;
                bound = new ConditionFilter(filter.Span, condition, filter.Kind == RecordFilterKind.AllVersionsCondition);
                return true;
            case RecordFilterKind.Recnum:
                if (!new IndexSetReader(new FilterCursor(element, filter)).TryRecnums(out IReadOnlyList<KeyTest>? tests, out error))
                    return false;
                bound = new RecnumFilter(filter.Span, tests);
                return true;
            default:
                error = null;
                if (filter.IsEmpty)
                {
                    positional++;
                    return true;
                }
                if (!KeyFilterReader.TryRead(new FilterCursor(element, filter), series, ref positional, warnings, out KeyFilter? key, out error))
                    return false;
                bound = key;
                return true;
        }
    }

    private static bool HasRoom(List<BoundFilter> filters, BoundFilter? next, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        if (next is RecnumFilter && filters.Any(filter => filter is RecnumFilter))
        {
            error = new DrmsError(ErrorCode.Syntax, "only one filter can hold record numbers")
            {
                Span = next.Span,
                Hint = "A list holds several: [:#1,#5-#9].",
                ClassicMessage = "Only one recnum list filter is allowed.",
            };
        }
        else if (next is not null && filters.Count >= MaxFilters)
        {
            error = new DrmsError(ErrorCode.Limit, $"more than {MaxFilters} filters in one record set") { Span = next.Span };
        }
        else if (next is not null)
        {
            int values = 0;
            int ranges = 0;
            bool hasRoom = true;
            foreach (KeyTest test in filters.Append(next).SelectMany(Tests))
                hasRoom &= TestLimits.HasRoom(test, ref values, ref ranges);
            if (!hasRoom)
                error = TestLimits.Exceeded(next.Span);
        }
        return error is null;
    }

    private static IReadOnlyList<KeyTest> Tests(BoundFilter filter) => filter switch { KeyFilter key => key.Tests, RecnumFilter recnum => recnum.Tests, _ => [] };
}
