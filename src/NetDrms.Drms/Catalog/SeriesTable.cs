using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>The table of a series and what belongs to it: columns, sequence, indexes. Spec 02 §3.</summary>
public static class SeriesTable
{
    /// <summary>Longest name that PostgreSQL keeps, in bytes; it cuts longer ones.</summary>
    public const int LongestName = 63;

    private const int MostKeysOfPrimeIndex = 5;
    private const string OwnIndexSuffix = "_pk_recnum_idx";

    /// <summary>The table.</summary>
    public static SqlName Name(SeriesName series) => SqlName.Of(series);

    /// <summary>The sequence of record numbers.</summary>
    public static SqlName Sequence(SeriesName series) => SqlName.Of(series.Namespace, series.Table + "_seq");

    /// <summary>The columns in their order. Spec 02 §3.1.</summary>
    /// <param name="series">The definition.</param>
    /// <param name="targets">Definitions of the targets of its dynamic links, by name of the link.</param>
    public static IReadOnlyList<SeriesColumn> Columns(SeriesDefinition series, IReadOnlyDictionary<string, SeriesDefinition> targets)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(targets);
        List<SeriesColumn> columns =
        [
            new("recnum", "bigint not null"), new("sunum", "bigint"), new("slotnum", "integer"), new("sessionid", "bigint"), new("sessionns", "text"),
        ];
        foreach (LinkDefinition link in series.Links)
            AddLink(columns, link, targets);
        foreach (KeywordDefinition keyword in series.Keywords.Where(keyword => keyword.HasColumn))
        {
            if (!keyword.IsPerSegment)
                columns.Add(new SeriesColumn(Fold(keyword.Name), keyword.Type.ColumnType()));
            for (int i = 0; keyword.IsPerSegment && i < series.Segments.Count; i++)
                columns.Add(new SeriesColumn(Fold(string.Create(CultureInfo.InvariantCulture, $"{keyword.Name}_{i:D3}")), keyword.Type.ColumnType()));
        }
        foreach (SegmentDefinition segment in series.Segments)
        {
            columns.Add(new SeriesColumn(string.Create(CultureInfo.InvariantCulture, $"sg_{segment.Number:D3}_file"), "text"));
            for (int axis = 0; segment.Scope == SegmentScope.VarDim && axis < segment.Dimensions.Count; axis++)
                columns.Add(new SeriesColumn(string.Create(CultureInfo.InvariantCulture, $"sg_{segment.Number:D3}_axis{axis:D3}"), "integer"));
        }
        return columns;
    }

    /// <summary>The indexes that the original makes: name and columns. Spec 02 §3.4.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Columns)> Indexes(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.DbIndex is not null)
        {
            foreach (string key in series.DbIndex)
                yield return ($"{series.Name.Table}_{Fold(key)}", [Fold(key)]);
        }
        else if (series.PrimeKeys.Count is > 0 and <= MostKeysOfPrimeIndex)
        {
            yield return ($"{series.Name.Table}_prime_idx", [.. series.PrimeKeys.Select(key => Fold(key.Name))]);
        }
    }

    /// <summary>Our own index over the prime keys and recnum, for newest versions in key order; null without prime keys. Spec 01 §2.12.</summary>
    public static (string Name, IReadOnlyList<string> Columns)? OwnIndex(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.PrimeKeys.Count == 0)
            return null;
        string name = series.Name.Table + OwnIndexSuffix;
        if (name.Length > LongestName)
        {
            // a name that the database cut could be that of another series' index, or of the original's index
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(series.Name.Table)).AsSpan(0, 4));
            name = $"{series.Name.Table[..(LongestName - OwnIndexSuffix.Length - digest.Length - 1)]}_{digest}{OwnIndexSuffix}";
        }
        return (name, [.. series.PrimeKeys.Select(key => Fold(key.Name)).Distinct(), "recnum"]);
    }

    /// <summary>A name as the database folds it.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant();
    }

    private static void AddLink(List<SeriesColumn> columns, LinkDefinition link, IReadOnlyDictionary<string, SeriesDefinition> targets)
    {
        string stem = "ln_" + Fold(link.Name);
        if (!link.IsDynamic)
        {
            columns.Add(new SeriesColumn(stem, "bigint"));
            return;
        }
        columns.Add(new SeriesColumn(stem + "_isset", "integer default 0"));
        if (!targets.TryGetValue(link.Name, out SeriesDefinition? target))
            throw new ArgumentException($"the target of link {link.Name} is not given", nameof(targets));
        foreach (KeywordDefinition key in target.PrimeKeys.DistinctBy(key => Fold(key.Name)))
            columns.Add(new SeriesColumn($"{stem}_{Fold(key.Name)}", key.Type.ColumnType()));
    }
}
