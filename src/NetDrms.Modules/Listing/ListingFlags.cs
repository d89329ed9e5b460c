using NetDrms.Drms.Output;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Listing;

/// <summary>The flags of <c>show_info</c> as what a listing shows. Spec 03 §2.2.</summary>
internal static class ListingFlags
{
    private static readonly (string Flag, ListingParts Part)[] s_parts =
    [
        ("r", ListingParts.Recnum), ("S", ListingParts.Sunum), ("i", ListingParts.Query), ("o", ListingParts.Online), ("R", ListingParts.Retain),
        ("x", ListingParts.Archive), ("T", ListingParts.Tape), ("z", ListingParts.Size), ("I", ListingParts.Session), ("d", ListingParts.SegmentInfo),
        ("p", ListingParts.Directory), ("P", ListingParts.Directory), ("K", ListingParts.Links),
    ];

    // Beside one of these, -e is a column.
    private static readonly string[] s_columns = ["a", "A", "d", "i", "p", "P", "K", "r", "o", "R", "x", "T", "z", "I", "t"];

    /// <summary>What the listing shows.</summary>
    public static ListingOptions Read(ModuleArguments arguments)
    {
        ListingParts parts = ListingParts.None;
        foreach ((string flag, ListingParts part) in s_parts)
            parts |= arguments.Flag(flag) ? part : 0;
        if (arguments.Flag("k"))
            parts &= ~ListingParts.Query;   // it stands in the first line of each block anyway
        return new ListingOptions
        {
            Parts = parts,
            Keywords = arguments.Words("key"),
            AllKeywords = arguments.Flag("a"),
            Segments = arguments.Words("seg"),
            AllSegments = arguments.Flag("A"),
            Values = !arguments.Flag("M") ? ListingValues.Formatted : arguments.Flag("B") ? ListingValues.Hexadecimal : ListingValues.FullPrecision,
            WithoutQuotes = arguments.Flag("B"),
            ShowsSubset = arguments.Flag("e"),
            NotThroughLinks = arguments.Flag("C"),
        };
    }

    /// <summary>True when -e stands beside something that makes it a column instead of a list of subsets.</summary>
    public static bool AsksForSubsetsColumns(ModuleArguments arguments) =>
        Array.Exists(s_columns, arguments.Flag)
        || arguments.Words("key").Count > 0 || arguments.Words("seg").Count > 0;
}
