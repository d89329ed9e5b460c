namespace NetDrms.Model.Series;

/// <summary>Names and file extensions of segment protocols. Spec 02 §1.6, §5.1.</summary>
public static class SegmentProtocols
{
    private static readonly (string Name, string Extension)[] s_names =
    [
        ("generic", ""), ("bin", ".bin"), ("bin.gz", ".bin.gz"), ("fitz", ".fits"), ("fits", ".fits"), ("msi", ".msi"),
        ("tas", ".tas"), ("dsds", ""), ("local", ""), ("fitzdep", ".fitz"), ("fitsdep", ".fits"),
    ];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IEnumerable<string> All => s_names.Select(pair => pair.Name);

    /// <summary>The name in definitions.</summary>
    public static string Name(this SegmentProtocol protocol) => s_names[(int)protocol].Name;

    /// <summary>Extension of a default file name, with its dot.</summary>
    public static string Extension(this SegmentProtocol protocol) => s_names[(int)protocol].Extension;

    /// <summary>Looks a protocol up by its exact name; the original knows lower case only.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out SegmentProtocol protocol)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (name.SequenceEqual(s_names[i].Name))
            {
                protocol = (SegmentProtocol)i;
                return true;
            }
        }
        protocol = default;
        return false;
    }
}
