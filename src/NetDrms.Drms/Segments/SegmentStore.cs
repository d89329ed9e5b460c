using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Segments;

/// <summary>Reads and writes the files of records. Spec 02 §5.</summary>
/// <remarks>Made by a session; not thread-safe. Every failed write marks the session as failed, so that no record is committed with half a file.</remarks>
public sealed class SegmentStore
{
    private const double SameScaling = 1e-11;   // relative; the record's keywords went through text

    private readonly DrmsSession _session;

    internal SegmentStore(DrmsSession session) => _session = session;

    /// <summary>The folder of a record that is being made, made when it is asked for; a clone's files are copied into it first.</summary>
    /// <exception cref="DrmsException">SUMS has no room, or the files of the record that was cloned are not to be had.</exception>
    public async Task<string> FolderAsync(NewRecord record, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Folder is not null)
            return record.Folder;
        RecordWriter writer = await _session.WriterAsync(record.Series, cancel);
        await writer.AssignRecnumAsync(record, cancel);
        (long sharedUnit, int sharedSlot) = (record.Sunum, record.Slotnum);
        string? shared = sharedUnit > 0 ? await SharedUnitAsync(record, cancel) : null;
        try
        {
            record.Folder = await _session.Storage.TakeSlotAsync(record, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw _session.Fail(new DrmsException(ErrorCode.File, $"could not make the folder of a record of \"{record.Series.Name}\": {error.Message}", error));
        }
        catch (DrmsException error)
        {
            throw _session.Fail(error);
        }
        if (shared is not null)
            Writing(() => CopyFiles(record, shared, sharedSlot));
        return record.Folder;
    }

    /// <summary>Copies a file or a folder into a generic segment; the segment remembers the base name of the last one. Spec 02 §5.6.</summary>
    /// <returns>Where it stands now.</returns>
    /// <exception cref="DrmsException">The segment is not generic, or the file cannot be copied.</exception>
    public async Task<string> CopyInAsync(NewRecord record, SegmentDefinition segment, string source, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        RequireOwn(segment);
        if (segment.Protocol != SegmentProtocol.Generic)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"segment \"{segment.Name}\" takes no files as they are: its protocol is {segment.Protocol.Name()}")
            {
                ClassicMessage = $"Unsupported file protocol '{segment.Protocol.Name()}'.",
            });
        }
        string name = FileTree.NameOf(source);
        FileTree.RequireReadable(source);
        SegmentDefinition? other = record.Series.Segments.FirstOrDefault(s => s != segment && !s.IsLinked && SegmentPaths.FileName(s, record.FileOf(s)) == name && record.FileOf(s).Length > 0);
        if (other is not null)
            throw new DrmsException(ErrorCode.Argument, $"segment \"{segment.Name}\" cannot take \"{source}\": segment \"{other.Name}\" of the record has a file of this name");
        string target = Path.Combine(await FolderAsync(record, cancel), name);
        await ClaimConstantAsync(record, segment, cancel);
        Writing(() => FileTree.Copy(source, target));
        record.SetFile(segment, name);
        Failpoint.Hit("segment-store.file-written");
        return target;
    }

    /// <summary>Writes an array as a segment's file by the segment's rules; dimensions and scaling of the record follow. Spec 02 §5.2.</summary>
    /// <returns>Where it stands now.</returns>
    /// <exception cref="DrmsException">The array does not fit the segment, or cannot be written.</exception>
    public async Task<string> WriteAsync(NewRecord record, SegmentDefinition segment, SegmentArray array, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(array);
        RequireOwn(segment);
        string folder = await FolderAsync(record, cancel);
        await ClaimConstantAsync(record, segment, cancel);
        string name = SegmentPaths.FileName(segment, record.FileOf(segment));
        string target = Path.Combine(segment.Protocol == SegmentProtocol.Tas ? Path.GetDirectoryName(folder)! : folder, name);
        string compression = record.Series.TryGetKeyword(SegmentKeywords.Compression(segment), out _) ? record.Get(record.Keyword(SegmentKeywords.Compression(segment))).AsString : "";
        SegmentScaling scaling = SegmentScaling.None;
        Writing(() => scaling = SegmentFile.Write(target, segment, array, compression, record.Slotnum, _session.Options.Clock));
        record.SetFile(segment, name);
        for (int axis = 0; segment.Scope == SegmentScope.VarDim && axis < array.Dimensions.Count; axis++)
            record.SetAxis(segment, axis, array.Dimensions[axis]);
        SetScaling(record, SegmentKeywords.Zero(segment), scaling.Zero);
        SetScaling(record, SegmentKeywords.Scale(segment), scaling.Scale);
        Failpoint.Hit("segment-store.file-written");
        return target;
    }

    /// <summary>Finds the file of a segment of a record that was read, through its link if it is linked.</summary>
    /// <param name="row">The record.</param>
    /// <param name="segment">Position in the request.</param>
    /// <param name="retrieve">Bring an archived unit back.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Its path (it may be missing), or null: no unit, off line, or the link leads nowhere.</returns>
    /// <exception cref="DrmsException">The storage daemon cannot be reached.</exception>
    public async Task<string?> FindAsync(RecordRow row, int segment, bool retrieve, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(row);
        SegmentColumn column = row.Columns.Segments[segment];
        SegmentPlace place = row.Segment(segment);
        if (column.Effective is null || place.Sunum <= 0)
            return null;
        string? unit = await _session.Storage.FindAsync(place.Sunum, column.Owner, retrieve, cancel);
        return unit is null ? null : SegmentPaths.File(column.Effective, unit, place);
    }

    /// <summary>Reads a segment of a record that was read.</summary>
    /// <param name="row">The record.</param>
    /// <param name="segment">Position in the request.</param>
    /// <param name="type">Type of the physical values wanted; null for the stored values with their scaling attached.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DrmsException">There is no unit or file (−10073, −10040), or the file is damaged or does not fit the definition.</exception>
    public async Task<SegmentArray> ReadAsync(RecordRow row, int segment, DrmsType? type, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(row);
        SegmentColumn column = row.Columns.Segments[segment];
        if (row.StateOfSegment(segment) != Links.LinkState.Found)
            throw Unreadable(column, column.Effective?.Scope == SegmentScope.Constant ? "has not yet been initialized" : "cannot be followed: its link leads nowhere");
        SegmentPlace place = row.Segment(segment);
        string path = await FindAsync(row, segment, retrieve: true, cancel) ?? throw Unreadable(column, $"has no file: storage unit {place.Sunum} of record {place.Recnum} is not to be had");
        return type is DrmsType physical ? SegmentFile.Read(path, column.Effective!, physical, place.Slotnum) : SegmentFile.ReadRaw(path, column.Effective!, place.Slotnum);
    }

    // A constant segment is written once in the life of its series; the row lock decides between two sessions. Spec 02 §5.2.
    private async Task ClaimConstantAsync(NewRecord record, SegmentDefinition segment, CancellationToken cancel)
    {
        if (segment.Scope != SegmentScope.Constant)
            return;
        SqlText sql = $"""
            update {SqlName.Of(record.Series.Name.Namespace, "drms_segment")} set cseg_recnum = {record.Recnum}
            where lower(seriesname) = {record.Series.Name.Key} and segmentname = {segment.Name} and cseg_recnum = 0
            """;
        await using NpgsqlCommand command = sql.On(_session.Connection);
        if (await command.ExecuteNonQueryAsync(cancel) == 1)
            return;
        throw _session.Fail(new DrmsException(new DrmsError(ErrorCode.Definition, $"constant segment \"{segment.Name}\" of \"{record.Series.Name}\" has already been initialized")
        {
            ClassicMessage = "constant segment has already been initialized",
        }));
    }

    private async Task<string> SharedUnitAsync(NewRecord record, CancellationToken cancel) =>
        await _session.Storage.FindAsync(record.Sunum, record.Series, retrieve: true, cancel)
            ?? throw new DrmsException(ErrorCode.Sums, $"cannot copy the files of record {record.ClonedFrom} of \"{record.Series.Name}\": its storage unit {record.Sunum} is not on line");

    private static void CopyFiles(NewRecord record, string unit, int slot)
    {
        string source = SegmentPaths.RecordFolder(unit, slot);
        if (Directory.Exists(source))
            FileTree.CopyContent(source, record.Folder!);
        foreach (SegmentDefinition segment in record.Series.Segments.Where(s => s.Protocol == SegmentProtocol.Tas && record.FileOf(s).Length > 0))
        {
            string from = Path.Combine(unit, record.FileOf(segment));
            using SegmentArray slice = SegmentFile.ReadRaw(from, segment, slot);
            SegmentFile.Write(Path.Combine(Path.GetDirectoryName(record.Folder!)!, segment.DefaultFileName), segment, slice, SegmentKeywords.CompressionOf(record.Series, segment), record.Slotnum);
            record.SetFile(segment, segment.DefaultFileName);
        }
    }

    private static void SetScaling(NewRecord record, string keyword, double value)
    {
        if (!record.Series.TryGetKeyword(keyword, out _))
            return;
        RecordKeyword kept = record.Keyword(keyword);
        double old = record.Get(kept).AsDouble;
        if (!(Math.Abs(old - value) <= SameScaling * Math.Max(Math.Abs(old), Math.Abs(value))))
            record.Set(kept, DrmsValue.OfDouble(value));
    }

    private static void RequireOwn(SegmentDefinition segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (segment.IsLinked)
            throw new DrmsException(ErrorCode.Argument, $"segment \"{segment.Name}\" is a link to another series' segment and cannot be written");
    }

    private static DrmsException Unreadable(SegmentColumn column, string why) => new(ErrorCode.UnknownSegment, $"segment \"{column.Segment.Name}\" {why}");

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (DrmsException error)
        {
            throw _session.Fail(error);
        }
    }
}
