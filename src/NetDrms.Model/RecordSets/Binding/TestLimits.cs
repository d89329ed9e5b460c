using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>How many values and ranges a subset may hold: a list of values is one comparison, each range is one of its own.</summary>
internal static class TestLimits
{
    public const int MaxValues = 100_000;

    public const int MaxRanges = 5000;

    /// <summary>Counts a test; false when it is one too many.</summary>
    public static bool HasRoom(KeyTest test, ref int values, ref int ranges) =>
        test.Kind == KeyTestKind.Value ? ++values <= MaxValues : ++ranges <= MaxRanges;

    public static DrmsError Exceeded(SourceSpan span) => new(ErrorCode.Limit, $"a record set holds at most {MaxValues} values and {MaxRanges} ranges") { Span = span };
}
