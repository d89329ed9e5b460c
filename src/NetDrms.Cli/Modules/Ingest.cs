using System.Globalization;
using System.Threading.Channels;
using NetDrms.Cli.Arguments;
using NetDrms.Cli.Driver;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Fits.Naming;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;

namespace NetDrms.Cli.Modules;

/// <summary><c>drms ingest</c>: stores FITS files as records, their headers as keywords. Spec 03 §6, "New".</summary>
internal sealed class Ingest : IModule
{
    private const int BatchFiles = 100;

    private static readonly string[] s_extensions = [".fits", ".fts", ".fit", ".fits.gz", ".fts.gz", ".fz"];

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "ingest",
        Summary = "Stores FITS files, and those in folders, as records of a series; a file whose record is there already is skipped.",
        Unnamed = "<file or folder>…",
        OtherNames = "a value for every record, instead of the header's",
        Arguments =
        [
            ArgumentDefinition.Option("series", ArgumentType.String, null, "the series"),
            ArgumentDefinition.Option("segment", ArgumentType.String, "", "segment that the images go to; needed when the series has several"),
            ArgumentDefinition.Option("map", ArgumentType.String, "", "file of lines FITSNAME KEYWORD, for names that differ"),
            ArgumentDefinition.Option("jobs", ArgumentType.Int, "0", "files read at a time; 0 = as many as there are processors"),
        ],
        Notes = ["It works in batches of 100 files, each stored as a whole: interrupted, it can be called again and goes on where it was."],
        Examples = ["drms ingest --series demo.aia /data/aia"],
        UsageExitCode = ExitCode.Usage,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string[] files = [.. context.Arguments.Unnamed.SelectMany(path => Files(context, path))];
        KeywordMap? map = context.Arguments.Text("map") is { Length: > 0 } name ? KeywordMap.Read(context.FullPath(name)) : null;
        int jobs = context.Arguments.Int("jobs") is > 0 and int given ? given : Environment.ProcessorCount;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Channel<Task<(string, FitsImage?, DrmsError?)>> reading = Channel.CreateBounded<Task<(string, FitsImage?, DrmsError?)>>(jobs);
        Task producer = ReadAllAsync(files, reading.Writer, stop.Token);
        IngestReport report = new(context, files.Length);
        try
        {
            while (await reading.Reader.WaitToReadAsync(cancel))
                await StoreBatchAsync(context, reading.Reader, map, report, cancel);
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
            while (reading.Reader.TryRead(out Task<(string, FitsImage?, DrmsError?)>? left))
                (await left).Item2?.Dispose();
        }
        return report.Finish();
    }

    private static async Task StoreBatchAsync(ModuleContext context, ChannelReader<Task<(string, FitsImage?, DrmsError?)>> files, KeywordMap? map, IngestReport report, CancellationToken cancel)
    {
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        RecordSetAccess access = new(context, session, Trust.LocalUser);
        string name = context.Arguments.Text("series");
        SeriesDefinition series = await access.FindAsync(name, cancel) ?? throw new DrmsException(await access.Catalog.UnknownAsync(name, cancel));
        IngestTarget target = new(context, session, access, series, Segment(series, context.Arguments.Text("segment")), new HeaderKeywords(context.Error, map));
        List<string> stored = [];
        for (int i = 0; i < BatchFiles && await files.WaitToReadAsync(cancel) && files.TryRead(out Task<(string, FitsImage?, DrmsError?)>? next); i++)
        {
            (string file, FitsImage? image, DrmsError? error) = await next;
            if (image is null)
            {
                report.Failed(file, error!);
                continue;
            }
            using (image)
            {
                string? skipped = await target.StoreAsync(file, image, report, cancel);
                if (skipped is null)
                    stored.Add(file);
                else if (skipped.Length > 0)
                    report.Skipped(file, skipped);
            }
        }
        await session.CommitAsync(cancel);
        report.Stored(stored.Count);
    }

    private static SegmentDefinition Segment(SeriesDefinition series, string name)
    {
        SegmentDefinition[] images = [.. series.Segments.Where(s => !s.IsLinked && s.Protocol is SegmentProtocol.Fits or SegmentProtocol.Fitz)];
        if (name.Length > 0)
            return Array.Find(images, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new DrmsException(ErrorCode.UnknownSegment, $"series \"{series.Name}\" has no image segment \"{name}\"");
        return images.Length == 1 ? images[0] : throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment, string.Create(CultureInfo.InvariantCulture, $"series \"{series.Name}\" has {images.Length} image segments"))
        {
            Hint = "Name one with --segment.",
        });
    }

    private static async Task ReadAllAsync(string[] files, ChannelWriter<Task<(string, FitsImage?, DrmsError?)>> writer, CancellationToken stop)
    {
        try
        {
            foreach (string file in files)
                await writer.WriteAsync(Task.Run(() => Read(file), CancellationToken.None), stop);
        }
        catch (OperationCanceledException)
        {
            // the rest is not wanted any more; the caller knows why
        }
        finally
        {
            writer.Complete();
        }
    }

    private static (string, FitsImage?, DrmsError?) Read(string file)
    {
        try
        {
            return (file, FitsFile.Read(file), null);
        }
        catch (DrmsException failure)
        {
            return (file, null, failure.Error);
        }
    }

    private static IEnumerable<string> Files(ModuleContext context, string path)
    {
        string full = context.FullPath(path);
        return !Directory.Exists(full) ? [full] : Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(f => Array.Exists(s_extensions, e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal);
    }
}
