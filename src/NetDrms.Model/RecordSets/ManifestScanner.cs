using System.Globalization;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets;

/// <summary>Recognises manifest specifications, which must be the whole text. Spec 01 §1.12.</summary>
internal static class ManifestScanner
{
    private const string Mark = "_manifest::[";

    // manifest = name "." name "_manifest" "::[" ( int "-" int | "*" ) "]" ;   in any case, blanks around
    public static RecordSetManifest? Scan(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int mark = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (mark < 0 || text[^1] != ']' || !SeriesName.TryParse(text[..mark].ToString(), out SeriesName series))
            return null;
        ReadOnlySpan<char> range = text[(mark + Mark.Length)..^1];
        if (range is "*")
            return new RecordSetManifest(series, 0, 0, ReadsInput: true);
        int dash = range.IndexOf('-');
        return dash > 0
            && long.TryParse(range[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            && long.TryParse(range[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? new RecordSetManifest(series, first, last, ReadsInput: false)
            : null;
    }
}
