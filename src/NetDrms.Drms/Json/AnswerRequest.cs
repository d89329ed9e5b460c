using NetDrms.Drms.Output;

namespace NetDrms.Drms.Json;

/// <summary>What a caller of <c>rs_list</c> wants of every record. Spec 06 §2.1, §2.4.</summary>
public sealed record AnswerRequest
{
    /// <summary>Stands for everything there is.</summary>
    public const string All = "**ALL**";

    /// <summary>Ends a list.</summary>
    public const string None = "**NONE**";

    /// <summary>Most names in a list.</summary>
    public const int MostNames = 1000;

    /// <summary>Keywords and pseudo keywords as written; may hold <see cref="All"/>.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Segments as written; may hold <see cref="All"/>.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Links as written; may hold <see cref="All"/>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Also each record's query, and whether its unit is on line.</summary>
    public bool WithRecords { get; init; }

    /// <summary>An object a record with FITS names, instead of a list a keyword. Spec 06 §2.5.</summary>
    public bool ByRecord { get; init; }

    /// <summary>How values are written.</summary>
    public ListingValues Values { get; init; }

    /// <summary>Takes a list of names apart: at commas only, a blank belongs to the name.</summary>
    public static IReadOnlyList<string> Names(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).TakeWhile(name => name != None)];
    }
}
