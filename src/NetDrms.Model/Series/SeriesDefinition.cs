using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series;

/// <summary>Everything the catalog knows of a series. Spec 02 §1–2.</summary>
public sealed record SeriesDefinition
{
    /// <summary>Name.</summary>
    public required SeriesName Name { get; init; }

    /// <summary>Author.</summary>
    public string Author { get; init; } = "";

    /// <summary>Database role that owns it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Records (slots) in a storage unit.</summary>
    public int UnitSize { get; init; }

    /// <summary>Archive flag: −1, 0 or 1.</summary>
    public int Archive { get; init; }

    /// <summary>Days that new storage units are kept; 0 = standard (3).</summary>
    public int RetentionDays { get; init; }

    /// <summary>Days that fetched storage units are kept; 0 = standard (3).</summary>
    public int StagingRetentionDays { get; init; }

    /// <summary>Tape group.</summary>
    public int TapeGroup { get; init; }

    /// <summary>Description.</summary>
    public string Description { get; init; } = "";

    /// <summary>Version of the catalog format; <c>2.1</c>.</summary>
    public string Version { get; init; } = "2.1";

    /// <summary>Database local time of creation, <c>YYYY-MM-DD hh:mm:ss</c>; empty before creation.</summary>
    public string Created { get; init; } = "";

    /// <summary>True when the definition asks for a shadow table.</summary>
    public bool CreateShadow { get; init; }

    /// <summary>All keywords by rank: implicit ones of segments, those of the file, index keywords. Per-segment ones once.</summary>
    public required IReadOnlyList<KeywordDefinition> Keywords { get; init; }

    /// <summary>Links in the order of the definition (of the catalog: by name).</summary>
    public IReadOnlyList<LinkDefinition> Links { get; init; } = [];

    /// <summary>Segments by number.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>Internal prime keys, in order: for a slotted key its index keyword.</summary>
    public IReadOnlyList<KeywordDefinition> PrimeKeys { get; init; } = [];

    /// <summary>Internal names of the <c>DBIndex:</c> line; null when the line is absent.</summary>
    public IReadOnlyList<string>? DbIndex { get; init; }

    /// <summary>Finds a keyword by name, in any case.</summary>
    public bool TryGetKeyword(ReadOnlySpan<char> name, [NotNullWhen(true)] out KeywordDefinition? keyword) =>
        TryFind(Keywords, name, static k => k.Name, out keyword);

    /// <summary>Finds a segment by name, in any case.</summary>
    public bool TryGetSegment(ReadOnlySpan<char> name, [NotNullWhen(true)] out SegmentDefinition? segment) =>
        TryFind(Segments, name, static s => s.Name, out segment);

    /// <summary>Finds a link by name, in any case.</summary>
    public bool TryGetLink(ReadOnlySpan<char> name, [NotNullWhen(true)] out LinkDefinition? link) =>
        TryFind(Links, name, static l => l.Name, out link);

    /// <summary>The keyword that users see for an internal prime key: the slotted keyword of an index keyword, else itself.</summary>
    public KeywordDefinition External(KeywordDefinition primeKey) =>
        primeKey.Kind == KeywordKind.Index
        && primeKey.Name.EndsWith("_index", StringComparison.OrdinalIgnoreCase)
        && TryGetKeyword(primeKey.Name.AsSpan(0, primeKey.Name.Length - "_index".Length), out KeywordDefinition? slotted)
            ? slotted
            : primeKey;

    private static bool TryFind<T>(IReadOnlyList<T> list, ReadOnlySpan<char> name, Func<T, string> nameOf, [NotNullWhen(true)] out T? found)
        where T : class
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (name.Equals(nameOf(list[i]), StringComparison.OrdinalIgnoreCase))
            {
                found = list[i];
                return true;
            }
        }
        found = null;
        return false;
    }
}
