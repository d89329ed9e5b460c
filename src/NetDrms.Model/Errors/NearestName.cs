namespace NetDrms.Model.Errors;

/// <summary>Finds the name that a mistyped one was meant to be, for the hint of an error.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>Gives the candidate with the fewest edits, if it is near enough to be a guess worth making; ignores case.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="candidates">The names that exist.</param>
    public static string? Of(ReadOnlySpan<char> name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        string? best = null;
        int bestEdits = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int edits = Distance(name, candidate, bestEdits);
            if (edits < bestEdits)
                (best, bestEdits) = (candidate, edits);
        }
        return best;
    }

    /// <summary>The hint itself: <c>Did you mean "CAMERA"?</c>, or null without a near name.</summary>
    public static string? Hint(ReadOnlySpan<char> name, IEnumerable<string> candidates) =>
        Of(name, candidates) is string nearest ? $"Did you mean \"{nearest}\"?" : null;

    // Insertions, deletions, changes and swaps of neighbours; gives up at the limit.
    private static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) >= limit || Math.Max(left.Length, right.Length) > LongestCompared)
            return limit;
        Span<int> before = stackalloc int[LongestCompared + 1];
        Span<int> last = stackalloc int[LongestCompared + 1];
        Span<int> row = stackalloc int[LongestCompared + 1];
        for (int j = 0; j <= right.Length; j++)
            last[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = Same(left[i - 1], right[j - 1]);
                int edits = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    edits = Math.Min(edits, before[j - 2] + 1);
                row[j] = edits;
            }
            Span<int> free = before;
            before = last;
            last = row;
            row = free;
        }
        return Math.Min(last[right.Length], limit);
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
