using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Retrieving;

/// <summary><c>retrieve_file</c>: copies the files of records out of the storage. Spec 03 §6.</summary>
internal sealed class RetrieveFile : IModule
{
    private const string NotGiven = "###NOTSPECIFIED###";
    private const string NoteKeyword = "note";

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "retrieve_file",
        Summary = "Copies the file of a segment of each record to a folder or a name.",
        Arguments =
        [
            new("ds", ArgumentType.String, NotGiven, "record set"),
            new("out", ArgumentType.String, NotGiven, "folder, or name of the copy"),
            new("segment", ArgumentType.String, NotGiven, "segment; needed when the series has several"),
            ArgumentDefinition.Flag("f", "overwrite an existing file; else it is kept as <file>~"),
            ArgumentDefinition.Flag("h", "help"),
            ArgumentDefinition.Flag("l", "make a symbolic link to the storage instead of a copy"),
            ArgumentDefinition.Flag("v", "tell what was retrieved"),
        ],
        Examples = ["retrieve_file 'ds=demo.mag[2014.03.01_TAI]' segment=magnetogram out=."],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string set = context.Arguments.Text("ds");
        string target = context.Arguments.Text("out");
        if (set == NotGiven)
            return WrongCall(context, "A record query must be specified as 'ds=xxx'.");
        if (target == NotGiven)
            return WrongCall(context, "A destination directory must be specified as 'out=<dir>'.");
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        RecordSetAccess access = new(context, session, Trust.LocalUser);
        List<(string? Path, string? Note, long Recnum)> files = [];
        foreach (RecordQuery query in await access.OpenAsync(set, cancel))
            await FindAsync(context, session, access, query, Segment(query.Series, context.Arguments, set), files, cancel);
        if (files.Count > 1)
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files matched.\n"));
        int exitCode = ExitCode.Ok;
        foreach ((string? path, string? note, long recnum) in files)
        {
            if (path is null || !Path.Exists(path))
            {
                exitCode = context.Fail(new DrmsError(ErrorCode.File, string.Create(CultureInfo.InvariantCulture, $"record {recnum} has no file that is to be had"))
                {
                    Detail = path is null ? "Its storage unit is off line, or SUMS does not know it." : $"{path} does not exist.",
                });
                continue;
            }
            FileRetrieval.Fetch(path, context.FullPath(target), context.Arguments.Flag("l"), context.Arguments.Flag("f"));
            if (context.Arguments.Flag("v"))
                context.Out.Text($"{path} {(context.Arguments.Flag("l") ? "linked" : "retrieved")} to {target}{(note is null ? "." : $", note = {note}")}\n");
        }
        await session.CommitAsync(cancel);
        return exitCode;
    }

    private static async Task FindAsync(ModuleContext context, DrmsSession session, RecordSetAccess access, RecordQuery query, SegmentDefinition segment, List<(string?, string?, long)> files, CancellationToken cancel)
    {
        bool hasNote = RecordKeyword.TryFind(query.Series, NoteKeyword, out RecordKeyword? note);
        RecordRequest request = new() { Segments = [segment], Keywords = hasNote ? [note!] : [] };
        RecordColumns columns = await RecordColumns.BindAsync(query.Series, request, access.FindAsync, cancel);
        SqlText sql = query.Select(columns.Columns, columns.Joins, RecordLimit.None);
        if (context.PrintsSql(sql))
            return;
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, cancel);
        while (await reader.ReadAsync(cancel))
        {
            string? path = await session.Segments.FindAsync(reader.Row, 0, retrieve: true, cancel);
            KeywordDefinition? shown = hasNote ? columns.Keywords[0].Effective : null;
            string? text = shown is null ? null : KeywordFormat.Parse(shown.Type, shown.Format, shown.Unit).Print(reader.Row.Keyword(0));
            files.Add((path, text, reader.Row.Recnum));
        }
    }

    private static SegmentDefinition Segment(SeriesDefinition series, ModuleArguments arguments, string set)
    {
        string name = arguments.Text("segment");
        if (series.Segments.Count == 0)
            throw Classic($"retrieve_file series has no segments. series={set}.");
        if (series.Segments.Count == 1 && name == NotGiven)
            return series.Segments[0];
        if (name == NotGiven)
            throw Classic(string.Create(CultureInfo.InvariantCulture, $"retrieve_file series has {series.Segments.Count} segments. desired segment must be specified. series={set}."));
        return series.TryGetSegment(name, out SegmentDefinition? segment) ? segment : throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment, $"series \"{series.Name}\" has no segment \"{name}\"")
        {
            Hint = NearestName.Hint(name, series.Segments.Select(s => s.Name)),
        });
    }

    private static DrmsException Classic(string line) => new(new DrmsError(ErrorCode.UnknownSegment, line) { ClassicMessage = line });

    private int WrongCall(ModuleContext context, string line)
    {
        context.Out.Text($"\n$$$ NO ACTION - {line}\n");
        context.Out.Text(HelpWriter.Help(Definition, context.InvokedAs));
        return ExitCode.Error;
    }
}
