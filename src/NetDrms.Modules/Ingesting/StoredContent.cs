using System.Security.Cryptography;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Sources;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Ingesting;

/// <summary>Compares a file with the record that has its prime keys, for files that the database does not remember: those stored by other commands, or changed since.</summary>
/// <param name="session">The session.</param>
/// <param name="access">Finds the record.</param>
/// <param name="segment">The segment.</param>
internal sealed class StoredContent(DrmsSession session, RecordSetAccess access, SegmentDefinition segment)
{
    private const int MostNames = 3;

    /// <summary>Compares with the newest version of the record.</summary>
    /// <returns>Null when there is no such record; else the record, and what differs, if anything does.</returns>
    public async Task<(SourceRecord Place, string? Difference)?> CompareAsync(NewRecord record, string query, RecordWriter writer, IngestSource source, CancellationToken cancel)
    {
        IReadOnlyList<RecordQuery> queries = await access.OpenAsync(query, cancel);
        RecordKeyword[] keywords = [.. writer.CloneRequest.Keywords.Where(static k => !k.Definition.IsImplicit && k.Definition.Kind != KeywordKind.Index)];
        RecordRequest request = new() { Parts = RecordParts.Place, Keywords = keywords, Segments = [segment] };
        RecordColumns columns = await RecordColumns.BindAsync(record.Series, request, access.FindAsync, cancel);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, queries[0].Select(columns.Columns, columns.Joins, RecordLimit.First(1)), columns, cancel);
        if (!await reader.ReadAsync(cancel))
            return null;
        RecordRow row = reader.Row;
        string[] other = [.. keywords.Where((keyword, i) => !Same(record.Get(keyword), row.Keyword(i))).Select(static keyword => keyword.Name)];
        string? difference = other.Length == 0 ? await DifferenceOfFileAsync(row, source, cancel)
            : $"{string.Join(", ", other.Take(MostNames))}{(other.Length > MostNames ? " and other keywords" : "")}";
        return (new SourceRecord(row.Recnum, row.Sunum), difference);
    }

    private async Task<string?> DifferenceOfFileAsync(RecordRow row, IngestSource source, CancellationToken cancel)
    {
        if (await session.Segments.FindAsync(row, 0, retrieve: true, cancel) is not string path || !File.Exists(path))
            return $"segment {segment.Name} has no file";
        bool same = source.Image is FitsImage image
            ? SegmentFile.Holds(path, segment, image.Array, row.Segment(0).Slotnum)
            : SameBytes(path, source);
        return same ? null : $"segment {segment.Name}";
    }

    private static bool SameBytes(string path, IngestSource source)
    {
        if (Path.GetFileName(path) != Path.GetFileName(source.Stamp.Path) || new FileInfo(path).Length != source.Stamp.Bytes)
            return false;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return SHA256.HashData(file).AsSpan().SequenceEqual(source.Sha256);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not compare it with \"{path}\": {cause.Message}"), cause);
        }
    }

    private static bool Same(DrmsValue left, DrmsValue right) => left == right || (left.Type == right.Type && left.IsMissing && right.IsMissing);
}
