using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>Makes the SQL condition of a filter safe: exactly one boolean expression of allowed parts, written anew. Spec 01 §1.10, §2.11.</summary>
public static class ConditionChecker
{
    /// <summary>Checks a condition.</summary>
    /// <param name="filter">A filter of one of the two condition kinds.</param>
    /// <param name="series">The series whose columns it may name.</param>
    /// <param name="trust">Who wrote it.</param>
    /// <param name="condition">The condition, safe to stand in a statement.</param>
    /// <param name="error">What is wrong and where, in the user's text.</param>
    public static bool TryCheck(RecordFilter filter, SeriesDefinition series, Trust trust, [NotNullWhen(true)] out SqlCondition? condition, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(series);
        condition = null;
        if (ConditionTokenizer.TryTokenize(filter.Text, out List<ConditionToken>? tokens, out error))
        {
            ConditionParser parser = new(tokens, series, trust);
            if (parser.TryParse(out condition, out error))
                return true;
        }
        SourceSpan span = error.Span ?? new SourceSpan(0, filter.Text.Length);
        error = error with { Span = filter.ToSource(span.Start, span.Length) };
        return false;
    }
}
