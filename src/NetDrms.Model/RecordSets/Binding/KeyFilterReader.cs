using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Finds the key that a filter is about and reads its values. Spec 01 §1.6.</summary>
internal static class KeyFilterReader
{
    // filter = "[" [ sp keyname sp "=" sp ] ( indexset | valueset ) sp "]" ;
    public static bool TryRead(
        FilterCursor cursor, SeriesDefinition series, ref int positional, List<DrmsError> warnings, [NotNullWhen(true)] out KeyFilter? filter, [NotNullWhen(false)] out DrmsError? error)
    {
        filter = null;
        KeywordDefinition? column;
        KeywordDefinition? key;
        if (TryName(ref cursor, out SourceSpan name))
        {
            if (!TryNamed(cursor, name, series, out column, out key, out error))
                return false;
        }
        else if (!TryPositional(cursor, series, positional++, out column, out key, out error))
        {
            return false;
        }
        KeyAxis axis;
        try
        {
            axis = new(series, column, key);
        }
        catch (DrmsException unusable)   // a slotted key whose companions are broken
        {
            error = unusable.Error with { Span = cursor.FilterSpan };
            return false;
        }
        bool read;
        IReadOnlyList<KeyTest>? tests;
        if (cursor.Current == '#' && axis.Class != KeyClass.Text)
        {
            // slots and index keys: the number itself; other keys have a scale
            IndexScale scale = column.Kind == KeywordKind.Index ? IndexScale.Identity : IndexScale.Of(series, column);
            read = new IndexSetReader(cursor).TryRead(scale, out tests, out error);
        }
        else
        {
            read = new ValueSetReader(cursor, axis, warnings).TryRead(out tests, out error);
        }
        if (!read)
        {
            error = error! with { Detail = error.Detail ?? Describe(series, key) };
            return false;
        }
        filter = new KeyFilter(cursor.FilterSpan, column, tests!);
        return true;
    }

    private static bool TryName(ref FilterCursor cursor, out SourceSpan name)
    {
        int start = cursor.At;
        cursor.SkipBlanks();
        int first = cursor.At;
        while (cursor.At < cursor.End && (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current == '_'))
            cursor.At++;
        name = SourceSpan.Between(first, cursor.At);
        cursor.SkipBlanks();
        if (name.Length > 0 && char.IsAsciiLetter(cursor.Text[first]) && cursor.At < cursor.End && cursor.Current == '=')
        {
            cursor.At++;
            cursor.SkipBlanks();
            return true;
        }
        cursor.At = start;
        return false;
    }

    private static bool TryNamed(in FilterCursor cursor, SourceSpan name, SeriesDefinition series,
        [NotNullWhen(true)] out KeywordDefinition? column, [NotNullWhen(true)] out KeywordDefinition? key, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        column = null;
        string typed = name.In(cursor.Text).ToString();
        if (!series.TryGetKeyword(typed, out key))
        {
            error = cursor.Error($"series \"{series.Name}\" has no keyword \"{typed}\"", name.Start, name.End,
                $"Error: '{typed}' is not a keyword of series '{series.Name}'.", NearestName.Hint(typed, series.PrimeKeys.Select(prime => series.External(prime).Name))) with
            {
                Code = ErrorCode.UnknownKeyword,
                Detail = PrimeKeys(series),
            };
            return false;
        }
        foreach (KeywordDefinition prime in series.PrimeKeys)
        {
            if (prime == key || (key.Kind.IsSlotted() && prime.Kind == KeywordKind.Index && series.External(prime) == key))
                column = prime;
        }
        if (column is not null)
            return true;
        error = cursor.Error($"keyword \"{key.Name}\" is not a prime key of series \"{series.Name}\"", name.Start, name.End,
            $"Error: '{typed}' is not a primary index for series '{series.Name}'.",
            key.HasColumn && !key.IsPerSegment ? $"Write it as a condition: [? {key.Name} = … ?]." : null) with
        {
            Code = ErrorCode.Argument,
            Detail = PrimeKeys(series),
        };
        return false;
    }

    private static bool TryPositional(in FilterCursor cursor, SeriesDefinition series, int position,
        [NotNullWhen(true)] out KeywordDefinition? column, [NotNullWhen(true)] out KeywordDefinition? key, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        column = position < series.PrimeKeys.Count ? series.PrimeKeys[position] : null;
        key = column is null ? null : series.External(column);
        if (column is not null && key is not null)
            return true;
        string classic = series.PrimeKeys.Count == 0
            ? $"Error: Primary key query issued for series with no primary keys, query is '{cursor.Quote(cursor.At)}'"
            : $"Error: More primary keys are implied than exist ({series.PrimeKeys.Count}) for series {series.Name}\n{cursor.ShouldEnd(cursor.At)}";
        error = cursor.Error(series.PrimeKeys.Count == 0 ? $"series \"{series.Name}\" has no prime keys"
            : $"series \"{series.Name}\" has only {series.PrimeKeys.Count} prime key{(series.PrimeKeys.Count == 1 ? "" : "s")}", cursor.At - 1, cursor.End + 1, classic,
            series.PrimeKeys.Count == 0 ? "Use record numbers [:#1-#9] or a condition [? … ?]." : "Other keywords stand in a condition [? … ?]; segments in braces {…}.") with
        {
            Detail = PrimeKeys(series),
        };
        return false;
    }

    private static string? PrimeKeys(SeriesDefinition series)
    {
        string[] names = [.. series.PrimeKeys.Select(prime => series.External(prime).Name)];
        return names.Length switch { 0 => null, 1 => $"Its prime key is {names[0]}.", _ => $"Its prime keys are {string.Join(", ", names[..^1])} and {names[^1]}." };
    }

    private static string Describe(SeriesDefinition series, KeywordDefinition key) =>
        $"The filter is about prime key {key.Name} of {series.Name}, {(key.Kind.IsSlotted() ? $"a {key.Type.Name()} with slots" : $"of type {key.Type.Name()}")}.";
}
