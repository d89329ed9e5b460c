using System.Globalization;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Catalog;

/// <summary>Makes a definition of the rows of the four catalog tables. Spec 02 §2.2.</summary>
/// <remarks>It takes every row that an original ever wrote: what cannot be understood becomes the missing value or the plainest form.</remarks>
internal static class CatalogReader
{
    /// <summary>Version from which on the column <c>persegment</c> has flags and ranks.</summary>
    private const string VersionWithRanks = "2.1";

    /// <summary>Reads the four results of the look-up; null when there is no such series.</summary>
    public static async Task<SeriesDefinition?> ReadAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        SeriesDefinition? series = null;
        string primeKeys = "";
        if (await rows.ReadAsync(cancel))
            series = Series(rows, out primeKeys);
        if (series is null)
            return null;
        bool hasRanks = string.CompareOrdinal(series.Version, VersionWithRanks) >= 0;

        await rows.NextResultAsync(cancel);
        List<KeywordDefinition> keywords = [];
        while (await rows.ReadAsync(cancel))
            keywords.Add(Keyword(rows, hasRanks));

        await rows.NextResultAsync(cancel);
        List<LinkDefinition> links = [];
        while (await rows.ReadAsync(cancel))
            links.Add(new LinkDefinition(rows.GetString(0), rows.GetString(1), Text(rows, 2).Equals("dynamic", StringComparison.OrdinalIgnoreCase), Text(rows, 3)));

        await rows.NextResultAsync(cancel);
        List<SegmentDefinition> segments = [];
        while (await rows.ReadAsync(cancel))
            segments.Add(Segment(rows));

        SortByRank(keywords);
        return series with { Keywords = keywords, Links = links, Segments = segments, PrimeKeys = Keys(primeKeys, keywords) };
    }

    /// <summary>Gives the keywords of a series of before version 2.1 their ranks: the order of their columns, then those without a column.</summary>
    /// <param name="series">As read.</param>
    /// <param name="columns">Columns of the series table, in order.</param>
    public static SeriesDefinition WithRanks(SeriesDefinition series, IReadOnlyList<string> columns)
    {
        Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < columns.Count; i++)
            places.TryAdd(columns[i], i);
        int PlaceOf(KeywordDefinition keyword) => places.GetValueOrDefault(keyword.IsPerSegment ? keyword.Name + "_000" : keyword.Name, int.MaxValue);
        List<KeywordDefinition> ordered = [];
        int next = 1;
        foreach (KeywordDefinition keyword in series.Keywords.OrderBy(PlaceOf))
        {
            ordered.Add(keyword with { Rank = next, IsImplicit = keyword.IsImplicit || IsImplicitName(keyword, series) });
            next += keyword.IsPerSegment ? Math.Max(1, series.Segments.Count) : 1;
        }
        return series with { Keywords = ordered, PrimeKeys = [.. series.PrimeKeys.Select(key => ordered.Find(keyword => keyword.Name == key.Name) ?? key)] };
    }

    // A keyword that a script added without a rank to a series that has them comes last.
    private static void SortByRank(List<KeywordDefinition> keywords)
    {
        keywords.Sort(static (left, right) => unchecked((uint)(left.Rank - 1)).CompareTo(unchecked((uint)(right.Rank - 1))));
        for (int i = 1; i < keywords.Count; i++)
        {
            if (keywords[i].Rank == 0 && keywords[i - 1].Rank > 0)
                keywords[i] = keywords[i] with { Rank = keywords[i - 1].Rank + 1 };
        }
    }

    private static SeriesDefinition? Series(NpgsqlDataReader row, out string primeKeys)
    {
        primeKeys = Text(row, 7);
        if (!SeriesName.TryParse(row.GetString(0), out SeriesName name))
            return null;
        CatalogRetention retention = new(row.GetInt32(5));
        string indexes = Text(row, 10);
        return new SeriesDefinition
        {
            Name = name,
            Author = row.GetString(1),
            Owner = row.GetString(2),
            UnitSize = row.GetInt32(3),
            Archive = row.GetInt32(4),
            RetentionDays = retention.Days,
            StagingRetentionDays = retention.StagingDays,
            TapeGroup = row.GetInt32(6),
            Created = row.GetString(8),
            Description = Text(row, 9),
            DbIndex = Split(indexes) is { Length: > 0 } names ? names : null,
            Version = Text(row, 11),
            Keywords = [],
        };
    }

    private static KeywordDefinition Keyword(NpgsqlDataReader row, bool hasRanks)
    {
        bool isLinked = Number(row, 7) == 1;
        CatalogFlags flags = new(Number(row, 9));
        string unit = Text(row, 6);
        DrmsType type = DrmsTypeNames.TryParse(Text(row, 3), out DrmsType known) ? known : DrmsType.String;
        KeywordKind kind = (KeywordKind)Number(row, 8);
        return new KeywordDefinition
        {
            Name = row.GetString(0),
            LinkName = isLinked ? Text(row, 1) : null,
            TargetKeyword = isLinked ? Text(row, 2) : null,
            Type = type,
            Default = DefaultText.OfCatalog(type, unit, Text(row, 4)),
            Format = Text(row, 5),
            Unit = unit,
            Kind = Enum.IsDefined(kind) ? kind : KeywordKind.Variable,
            IsPerSegment = hasRanks ? flags.IsPerSegment : flags.Value != 0,
            IsImplicit = kind == KeywordKind.Index || (hasRanks && flags.IsImplicit),
            Rank = hasRanks ? flags.Rank : 0,
            Description = Text(row, 10),
        };
    }

    private static SegmentDefinition Segment(NpgsqlDataReader row)
    {
        bool isLinked = Number(row, 9) == 1;
        string typeName = Text(row, 3);
        bool hasType = DrmsTypeNames.TryParse(typeName, out DrmsType type);
        if (!SegmentProtocols.TryParse(Text(row, 7), out SegmentProtocol protocol))
            protocol = SegmentProtocol.Generic;
        if (!SegmentScopes.TryParse(Text(row, 2), out SegmentScope scope))
            scope = SegmentScope.Variable;
        int axes = Number(row, 4);
        int[] numbers = [.. Split(Text(row, 5)).Select(ParseNumber)];
        int[] dimensions = new int[Math.Clamp(axes, 0, 64)];
        numbers.AsSpan(0, Math.Min(numbers.Length, dimensions.Length)).CopyTo(dimensions);
        return new SegmentDefinition
        {
            Name = row.GetString(0),
            Number = Number(row, 1),
            Scope = scope,
            Type = hasType ? type : isLinked ? DrmsType.Int : DrmsType.Char,
            IsRaw = !hasType && !isLinked,
            Dimensions = dimensions,
            BlockSizes = protocol == SegmentProtocol.Tas ? numbers[Math.Min(dimensions.Length, numbers.Length)..] : [],
            Unit = Text(row, 6),
            Protocol = protocol,
            Description = Text(row, 8),
            LinkName = isLinked ? Text(row, 10) : null,
            TargetSegment = isLinked ? Text(row, 11) : null,
            ConstantRecnum = row.IsDBNull(12) ? 0 : row.GetInt64(12),
        };
    }

    private static List<KeywordDefinition> Keys(string names, List<KeywordDefinition> keywords)
    {
        List<KeywordDefinition> keys = [];
        foreach (string name in Split(names))
        {
            if (keywords.Find(keyword => keyword.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is KeywordDefinition key)
                keys.Add(key);
        }
        return keys;
    }

    private static bool IsImplicitName(KeywordDefinition keyword, SeriesDefinition series) => series.Segments.Any(segment =>
        keyword.Name.Equals(ImplicitKeywords.CparmsName(segment.Number), StringComparison.OrdinalIgnoreCase)
        || keyword.Name.Equals(ImplicitKeywords.BzeroName(segment.Name), StringComparison.OrdinalIgnoreCase)
        || keyword.Name.Equals(ImplicitKeywords.BscaleName(segment.Name), StringComparison.OrdinalIgnoreCase));

    private static string[] Split(string list) => list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static int ParseNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static string Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    private static int Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt32(column);
}
