using NetDrms.Drms.Sessions;
using NetDrms.Drms.Sources;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using NetDrms.Modules.Making;
using Npgsql;

namespace NetDrms.Modules.Ingesting;

/// <summary><c>drms ingest</c>: stores files as records, their FITS headers as keywords. Spec 03 §6, "New".</summary>
internal sealed class Ingest : IModule
{
    private const int BatchFiles = 100;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "ingest",
        Summary = "Stores FITS files, and those in folders, as records of a series; a file that is stored already is skipped.",
        Unnamed = "<file or folder>…",
        OtherNames = "a value for every record, instead of the header's",
        Arguments =
        [
            ArgumentDefinition.Option("series", ArgumentType.String, null, "the series"),
            ArgumentDefinition.Option("segment", ArgumentType.String, "", "segment that the files go to; needed when the series has several. A generic segment keeps a file as it is"),
            ArgumentDefinition.Option("map", ArgumentType.String, "", "file of lines FITSNAME KEYWORD, for names that differ"),
            ArgumentDefinition.Option("jobs", ArgumentType.Int, "0", "files read at a time; 0 = as many as there are processors"),
            ArgumentDefinition.LongFlag("replace", "store a file that differs from the record with its prime keys as a new version; without it such a file fails"),
        ],
        Notes =
        [
            "It works in batches of 100 files, each stored as a whole: interrupted, it can be called again and goes on where it was.",
            "A file is stored already if one with the same content was, under whatever name, or if its record holds the same keywords and pixels. Files whose length and time have not changed are not read again.",
        ],
        Examples = ["drms ingest --series demo.aia /data/aia"],
        UsageExitCode = ExitCode.Usage,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        await using DrmsSession lookup = await context.OpenSessionAsync(cancel);
        RecordSetAccess access = new(context, lookup, Trust.LocalUser);
        string name = context.Arguments.Text("series");
        SeriesDefinition series = await access.FindAsync(name, cancel) ?? throw new DrmsException(await access.Catalog.UnknownAsync(name, cancel));
        IngestOrder order = IngestOrder.Of(context, series);
        string[] files = [.. context.Arguments.Unnamed.SelectMany(path => SourceReader.FilesOf(context.FullPath(path)))];
        int jobs = context.Arguments.Int("jobs") is > 0 and int given ? given : Environment.ProcessorCount;
        SourceReader reader = new(order.Segment, await KnownSources.OpenAsync(lookup.Connection, series.Name, order.Settings, cancel), jobs);
        IngestReport report = new(context, files.Length);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task reading = reader.RunAsync(files, stop.Token);
        try
        {
            while (await reader.Sources.WaitToReadAsync(cancel))
                await StoreBatchAsync(context, reader, order, report, cancel);
            return report.Finish();
        }
        catch (Exception failure) when (Ending(failure, cancel) is DrmsError error)
        {
            report.Break();
            return context.Fail(report.HasStored ? error with { Hint = "What is stored stays; call it again and it goes on where it was." } : error);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            await reader.DrainAsync();
        }
    }

    private static async Task StoreBatchAsync(ModuleContext context, SourceReader reader, IngestOrder order, IngestReport report, CancellationToken cancel)
    {
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        KnownSources known = await KnownSources.OpenAsync(session.Connection, order.Series.Name, order.Settings, cancel);
        StoredContent stored = new(session, new RecordSetAccess(context, session, Trust.LocalUser), order.Segment);
        IngestTarget target = new(session, stored, known, order, new HeaderKeywords(context.Error, order.Map));
        int count = 0;
        for (int i = 0; i < BatchFiles && await reader.Sources.WaitToReadAsync(cancel) && reader.Sources.TryRead(out Task<IngestSource>? next); i++)
        {
            using IngestSource source = await next;
            report.Begins(source.Stamp.Path);
            if (source.IsUnchanged)
                report.Skipped(source.Stamp.Path, "already stored");
            else if (source.Error is DrmsError unreadable)
                report.Failed(source.Stamp.Path, unreadable);
            else if (await StoreAsync(session, target, source, report, cancel))
                count++;
        }
        if (known.HasNew)
            await session.BeginChangesAsync(cancel);
        await known.WriteAsync(cancel);
        await session.CommitAsync(cancel);
        report.Stored(count);
    }

    private static async Task<bool> StoreAsync(DrmsSession session, IngestTarget target, IngestSource source, IngestReport report, CancellationToken cancel)
    {
        try
        {
            string? skipped = await target.StoreAsync(source, cancel);
            if (skipped is not null)
                report.Skipped(source.Stamp.Path, skipped);
            return skipped is null;
        }
        catch (DrmsException failure) when (IsOfFile(failure.Error) && !session.HasFailed)
        {
            report.Failed(source.Stamp.Path, failure.Error);
            return false;
        }
    }

    // A file that cannot be stored is told and the others go on; what ails the site ends the ingest.
    private static bool IsOfFile(DrmsError error) => error.Code is not (ErrorCode.Database or ErrorCode.DatabaseUnavailable or ErrorCode.Sums or ErrorCode.SumsUnavailable or ErrorCode.Permission);

    private static DrmsError? Ending(Exception failure, CancellationToken cancel) => failure switch
    {
        OperationCanceledException when cancel.IsCancellationRequested => new DrmsError(ErrorCode.Cancelled, "interrupted"),
        DrmsException ours => ours.Error,
        NpgsqlException database => DatabaseFailure.Describe(database),
        _ => null,
    };
}
