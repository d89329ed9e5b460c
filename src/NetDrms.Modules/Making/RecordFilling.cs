using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Drms.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Making;

/// <summary>Fills one record: files are read, then headers, keywords and links are set; only then is anything stored. Spec 03 §3.1–3.3.</summary>
/// <param name="context">The call.</param>
/// <param name="session">The session.</param>
/// <param name="access">Finds the records that links point to.</param>
/// <param name="dialect">The module's errors.</param>
/// <param name="options">How records are made.</param>
internal sealed class RecordFilling(ModuleContext context, DrmsSession session, RecordSetAccess access, SetInfoDialect dialect, SetInfoOptions options)
{
    private const string NoDirectory = "**_NO_sudir_**";

    private readonly ValueAssigner _values = new(dialect, options.IsHexadecimal);
    private readonly HeaderKeywords _headers = new(context.Error, map: null);
    private readonly LinkAssigner _links = new(session, access, dialect);

    /// <summary>Looks up the records that links are to point to, while the connection is free.</summary>
    public async Task PrepareAsync(AssignmentTargets targets, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        foreach (Assignment assignment in assignments)
        {
            if (targets.Find(assignment.Name).Link is LinkDefinition link)
                await _links.FindAsync(link, assignment, cancel);
        }
    }

    /// <summary>Sets everything that is no file.</summary>
    /// <returns>The files, to be given to <see cref="StoreAsync"/> and disposed.</returns>
    /// <exception cref="DrmsException">An assignment cannot be carried out; nothing was stored.</exception>
    public async ValueTask<SegmentSources> FillAsync(NewRecord record, AssignmentTargets targets, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        SegmentSources sources = new();
        try
        {
            for (int i = 0; i < assignments.Count; i++)
            {
                Assignment assignment = assignments[i];
                if (targets.Find(assignment.Name).Segment is SegmentDefinition segment)
                    Open(sources, segment, assignment);
            }
            if (!options.IgnoresHeaders && sources.Images.Count > 0)
                _headers.Set(record, [.. sources.Images.Select(i => (i.Segment, i.Image.Header))]);
            for (int i = 0; i < assignments.Count; i++)
            {
                Assignment assignment = assignments[i];
                AssignmentTarget target = targets.Find(assignment.Name);
                if (target.Keyword is RecordKeyword keyword)
                    _values.Set(record, keyword, assignment);
                else if (target.Link is LinkDefinition link)
                    await _links.SetAsync(record, link, assignment, cancel);
            }
            return sources;
        }
        catch
        {
            sources.Dispose();
            throw;
        }
    }

    /// <summary>Stores the files of a record that is complete otherwise.</summary>
    /// <exception cref="DrmsException">A file cannot be stored; the session has failed.</exception>
    public async ValueTask StoreAsync(NewRecord record, SegmentSources sources, CancellationToken cancel)
    {
        if (sources.IsEmpty)
        {
            if (options.CopiesFiles && record.ClonedFrom > 0 && record.Sunum > 0)
                await session.Segments.FolderAsync(record, cancel);
            return;
        }
        foreach ((SegmentDefinition segment, string path) in sources.Files)
            await session.Segments.CopyInAsync(record, segment, path, cancel);
        foreach ((SegmentDefinition segment, string path, FitsImage image) in sources.Images)
        {
            try
            {
                await session.Segments.WriteAsync(record, segment, image.Array, cancel);
            }
            catch (DrmsException failure) when (failure.Error.Code is ErrorCode.Definition or ErrorCode.Fits)
            {
                throw Incompatible(segment, path, failure.Error);
            }
        }
    }

    private void Open(SegmentSources sources, SegmentDefinition segment, Assignment assignment)
    {
        string value = assignment.Value;
        if (assignment.IsOfBlock && (value.Length == 0 || value.EndsWith('/') || value.StartsWith(NoDirectory, StringComparison.Ordinal)))
            return;   // show_info -k prints an empty segment so
        if (segment.IsLinked)
        {
            context.Error.Warn(new DrmsError(ErrorCode.Argument, $"segment \"{segment.Name}\" is a link to another series' segment; \"{value}\" is ignored"));
            return;
        }
        switch (segment.Protocol)
        {
            case SegmentProtocol.Generic:
                foreach (string path in Paths(value))
                    sources.Files.Add((segment, Existing(segment, path, assignment)));
                break;
            case SegmentProtocol.Fits or SegmentProtocol.Fitz or SegmentProtocol.Tas:
                sources.Images.RemoveAll(i => i.Segment == segment);
                sources.Images.Add((segment, value, Read(segment, value)));
                break;
            default:
                context.Error.Line($"Unsupported file protocol '{segment.Protocol.Name()}'.");
                break;
        }
    }

    // A list is separated by commas; a file whose name has one is taken as it is.
    private string[] Paths(string value) =>
        !value.Contains(',', StringComparison.Ordinal) || Path.Exists(context.FullPath(value)) ? [value] : value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private string Existing(SegmentDefinition segment, string path, Assignment assignment)
    {
        string full = context.FullPath(path);
        if (path.Length > 0 && Path.Exists(full))
            return full;
        throw dialect.Error("segment name matches cmdline arg but file copy failed.",
            assignment.At(new DrmsError(ErrorCode.File, $"could not open \"{path}\" for segment \"{segment.Name}\": there is no such file")), before: $"Error:Unable to open {path}");
    }

    private FitsImage Read(SegmentDefinition segment, string path)
    {
        try
        {
            return FitsFile.Read(context.FullPath(path));
        }
        catch (DrmsException failure)
        {
            throw Incompatible(segment, path, failure.Error);
        }
    }

    private DrmsException Incompatible(SegmentDefinition segment, string path, DrmsError ours) =>
        dialect.Error($"File '{path}' does not contain data compatible with segment '{segment.Name}'.", ours, before: ours.ClassicMessage);
}
