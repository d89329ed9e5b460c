using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary><c>drms_query</c>: record sets to record numbers. Spec 01 §5.2, 03 §4.</summary>
internal sealed class DrmsQuery : IModule
{
    // The original's statuses, spec 02 §6.7.
    private const int UnknownSeries = -10003;
    private const int QueryFailed = -10012;
    private const int BadSyntax = -10024;
    private const int InvalidData = -10048;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "drms_query",
        Summary = "Prints the record numbers of record sets, a record a line, as series[:#recnum].",
        Unnamed = "<record set>…",
        Arguments = [new("getdir", ArgumentType.Int, "0", "1: also the record directory of series with segments")],
        Examples = ["drms_query 'hmi.m_45s[2014.03.01/1h]'"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        RecordSetAccess access = new(context, session, Trust.LocalUser);
        bool withDirectory = context.Arguments.Int("getdir") != 0;
        foreach (string text in context.Arguments.Unnamed)
        {
            try
            {
                foreach (RecordQuery query in await access.OpenAsync(text, cancel))
                    await PrintAsync(context, session, query, withDirectory && query.Series.Segments.Count > 0, cancel);
            }
            catch (DrmsException failure)
            {
                int status = failure.Error.Code switch
                {
                    ErrorCode.UnknownSeries => UnknownSeries, ErrorCode.Database or ErrorCode.Limit => QueryFailed, ErrorCode.Syntax => InvalidData, _ => BadSyntax,
                };
                context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"drms_open_records failed with error code {status}.\n"));
                context.Out.Flush();
                context.Error.Print(failure.Error with { ClassicMessage = null });
            }
        }
        await session.CommitAsync(cancel);
        return ExitCode.Ok;
    }

    private static async Task PrintAsync(ModuleContext context, DrmsSession session, RecordQuery query, bool withDirectory, CancellationToken cancel)
    {
        RecordRequest request = new() { Parts = withDirectory ? RecordParts.Place : RecordParts.Recnum };
        RecordColumns columns = await RecordColumns.BindAsync(query.Series, request, (_, _) => Task.FromResult<Model.Series.SeriesDefinition?>(null), cancel);
        RecordQueryWriter names = new(query.Series);
        UnitLookup units = new(session.Storage.ClientAsync, retrieves: true, context.Arguments.Session.RetentionDays);
        ListingOutput output = new(context.Out, withDirectory ? new ListingLookups(ListingParts.Directory, isList: false, units, session.Connection) : null);
        SqlText sql = query.Select(columns.Columns, columns.Joins, RecordLimit.None);
        if (context.PrintsSql(sql))
            return;
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, cancel);
        while (await reader.ReadAsync(cancel))
        {
            names.WriteByNumber(output.Bytes, reader.Row.Recnum);
            if (withDirectory)
                output.DirectoryOf(reader.Row.Sunum, reader.Row.Slotnum, " sudir=");
            output.EndLine();
            if (output.IsFull)
                await output.FlushAsync(cancel);
        }
        await output.FlushAsync(cancel);
    }
}
