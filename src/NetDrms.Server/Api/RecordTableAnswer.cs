using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;

namespace NetDrms.Server.Api;

/// <summary>Sends a table of records: a stream in constant memory, or a page that is complete before its first byte leaves.</summary>
/// <param name="address">Addresses of the site.</param>
/// <param name="problems">What failures mean.</param>
/// <param name="log">Gets what broke off.</param>
internal sealed class RecordTableAnswer(SiteAddress address, ApiProblems problems, ILogger<RecordTableAnswer> log)
{
    /// <summary>Sends it.</summary>
    public async Task SendAsync(HttpContext http, DrmsSession session, RecordTableQuery query, TableFormat format, TableDescription description)
    {
        TableAnswer.SetHeaders(http, format, description.Name);
        if (HttpMethods.IsHead(http.Request.Method) && query.Page.Limit is null)
            return;
        ArrayBufferWriter<byte> buffer = new(64 * 1024);
        using ITableWriter writer = format.Write(description, buffer);
        RecordTableRows rows = new(session, query, address.Of(http), new RowBatch(description.Fields, writer.RowsOfBatch));
        writer.Begin();
        try
        {
            await foreach (RowBatch batch in rows.ReadAsync(http.RequestAborted))
            {
                writer.Write(batch);
                if (query.Page.Limit is null)
                    await TableAnswer.FlushAsync(http, buffer);
            }
        }
        catch (Exception failure) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            log.AnswerBrokeOff(http.Request.Path, rows.Count, failure);
            await TableAnswer.BreakAsync(http, format, problems.Of(failure) ?? ApiProblems.Defect);
            return;
        }
        if (query.Page.Limit is null)
        {
            writer.End(next: null);
            await TableAnswer.FlushAsync(http, buffer);
            return;
        }
        string? next = rows.Next is string mark ? address.Next(http, mark) : null;
        writer.End(next);
        if (next is not null)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        await TableAnswer.SendWholeAsync(http, buffer);
    }
}
