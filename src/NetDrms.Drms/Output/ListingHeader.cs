using NetDrms.Drms.Links;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The header of the table form, and the two lines of types and formats below it. Spec 03 §2.3.</summary>
internal static class ListingHeader
{
    private const string ToBeDetermined = "TBD";

    private static readonly (ListingParts Part, string Name, string Type, string Format)[] s_fixed =
    [
        (ListingParts.Recnum, "recnum", "longlong", "%lld"),
        (ListingParts.Sunum, "sunum", "longlong", "%lld"),
        (ListingParts.Query, "query", "string", "%s"),
        (ListingParts.Online, "online", "string", "%s"),
        (ListingParts.Retain, "retain", "string", "%s"),
        (ListingParts.Archive, "archive", "string", "%s"),
        (ListingParts.Tape, "tapename", "string", "%s"),
        (ListingParts.Tape, "filenum", "int", "%04d"),
        (ListingParts.Size, "size", "longlong", "%lld"),
        (ListingParts.Session, "host", "string", "%s"),
        (ListingParts.Session, "sessionid", "longlong", "%lld"),
        (ListingParts.Session, "runtime", "string", "%s"),
        (ListingParts.Session, "jsoc_version", "string", "%s"),
        (ListingParts.Session, "logdirectory", "string", "%s"),
    ];

    /// <summary>The columns: name, type, format, in order.</summary>
    public static IEnumerable<(string Name, string Type, string Format)> Columns(BoundListing listing)
    {
        ListingParts parts = listing.Plan.Options.Parts;
        foreach ((ListingParts part, string name, string type, string format) in s_fixed)
        {
            if (parts.HasFlag(part))
                yield return (name, type, format);
        }
        for (int i = 0; i < listing.Plan.Keywords.Count; i++)
        {
            (string type, string format) = Describe(listing, listing.KeywordAt[i]);
            yield return (listing.Plan.Keywords[i], type, format);
        }
        for (int i = 0; i < listing.Plan.Segments.Count; i++)
        {
            string name = listing.Plan.Segments[i];
            SegmentDefinition? segment = listing.SegmentAt[i] < 0 ? null : listing.Columns.Segments[listing.SegmentAt[i]].Effective;
            yield return (name, segment?.Protocol.Name() ?? ToBeDetermined, "%s");
            if (parts.HasFlag(ListingParts.SegmentInfo))
                yield return ($"{name}_info", "string", "%s");
        }
        if (listing.Plan.HasDirectoryColumn)
            yield return ("SUDIR", "string", "%s");
        for (int i = 0; i < listing.Plan.Links.Count; i++)
        {
            LinkDefinition? link = listing.LinkAt[i] < 0 ? null : listing.Columns.Links[listing.LinkAt[i]].Link;
            yield return (listing.Plan.Links[i], link is null ? ToBeDetermined : link.IsDynamic ? "dynamic" : "static", "%s");
        }
    }

    private static (string Type, string Format) Describe(BoundListing listing, int keyword)
    {
        if (keyword < 0 || listing.Columns.Keywords[keyword].Keyword.Definition is not { IsLinked: false } definition)
            return (ToBeDetermined, ToBeDetermined);
        return (definition.Type.Name(), definition.Type == DrmsType.Time ? "%s" : definition.Format);
    }
}
