using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>Writes a definition as rows of the four catalog tables. Spec 02 §2.2.</summary>
internal static class CatalogRows
{
    /// <summary>The statements, one a row.</summary>
    public static IEnumerable<SqlText> Of(SeriesDefinition series)
    {
        yield return Series(series);
        foreach (KeywordDefinition keyword in series.Keywords)
            yield return Keyword(series, keyword);
        foreach (LinkDefinition link in series.Links)
            yield return Link(series, link);
        foreach (SegmentDefinition segment in series.Segments)
            yield return Segment(series, segment);
    }

    /// <summary>Statements that remove the rows of a series.</summary>
    public static IEnumerable<SqlText> Delete(SeriesName series)
    {
        string key = series.Key;
        foreach (string table in (string[])["drms_link", "drms_keyword", "drms_segment", "drms_series"])
            yield return $"delete from {SqlName.Of(series.Namespace, table)} where lower(seriesname) = {key}";
    }

    private static SqlText Series(SeriesDefinition series)
    {
        int retention = CatalogRetention.Of(series.RetentionDays, series.StagingRetentionDays).Value;
        string primeKeys = string.Join(", ", series.PrimeKeys.Select(key => key.Name));
        string indexes = string.Join(", ", series.DbIndex ?? []);
        return $"""
            insert into {SqlName.Of(series.Name.Namespace, "drms_series")}
                (seriesname, author, owner, unitsize, archive, retention, tapegroup, primary_idx, created, description, dbidx, version)
            values ({series.Name.Text}, {series.Author}, {series.Owner}, {series.UnitSize}, {series.Archive}, {retention}, {series.TapeGroup},
                {primeKeys}, {series.Created}, {series.Description}, {indexes}, {series.Version})
            """;
    }

    /// <summary>The row of one keyword.</summary>
    public static SqlText Keyword(SeriesDefinition series, KeywordDefinition keyword)
    {
        bool isLinked = keyword.IsLinked;
        DrmsType type = isLinked ? DrmsType.Int : keyword.Type;
        string value = isLinked ? "0" : DefaultText.ToCatalog(keyword.Type, keyword.Unit, keyword.Default);
        int kind = isLinked ? 0 : (int)keyword.Kind;
        return $"""
            insert into {SqlName.Of(series.Name.Namespace, "drms_keyword")}
                (seriesname, keywordname, linkname, targetkeyw, type, defaultval, format, unit, islink, isconstant, persegment, description)
            values ({series.Name.Text}, {keyword.Name}, {keyword.LinkName ?? ""}, {keyword.TargetKeyword ?? ""}, {type.Name()}, {value},
                {(isLinked ? "" : keyword.Format)}, {(isLinked ? "" : keyword.Unit)}, {(isLinked ? 1 : 0)}, {kind}, {CatalogFlags.Of(keyword, series).Value}, {keyword.Description})
            """;
    }

    private static SqlText Link(SeriesDefinition series, LinkDefinition link) => $"""
        insert into {SqlName.Of(series.Name.Namespace, "drms_link")} (seriesname, linkname, target_seriesname, type, description)
        values ({series.Name.Text}, {link.Name}, {link.TargetSeries}, {(link.IsDynamic ? "dynamic" : "static")}, {link.Description})
        """;

    private static SqlText Segment(SeriesDefinition series, SegmentDefinition segment)
    {
        string axes = string.Join(", ", segment.Dimensions.Concat(segment.BlockSizes).Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string type = segment.IsRaw ? "raw" : segment.Type.Name();
        return $"""
            insert into {SqlName.Of(series.Name.Namespace, "drms_segment")}
                (seriesname, segmentname, segnum, scope, type, naxis, axis, unit, protocol, description, islink, linkname, targetseg, cseg_recnum)
            values ({series.Name.Text}, {segment.Name}, {segment.Number}, {segment.Scope.Name()}, {type}, {segment.Dimensions.Count}, {axes}, {segment.Unit},
                {segment.Protocol.Name()}, {segment.Description}, {(segment.IsLinked ? 1 : 0)}, {segment.LinkName ?? ""}, {segment.TargetSegment ?? ""}, {segment.ConstantRecnum})
            """;
    }
}
