using System.Buffers;
using NetDrms.Drms.Output.Tables;

namespace NetDrms.Server.Api;

/// <summary>Sends a table: a stream in constant memory, or a page that is complete before its first byte leaves.</summary>
/// <param name="address">Addresses of the site.</param>
/// <param name="problems">What failures mean.</param>
/// <param name="log">Gets what broke off.</param>
internal sealed class TableSender(SiteAddress address, ApiProblems problems, ILogger<TableSender> log)
{
    private const int LongestPage = 16 * 1024 * 1024;   // a page is held in memory

    /// <summary>Sends it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="format">The format.</param>
    /// <param name="description">The table.</param>
    /// <param name="isPage">True for a page.</param>
    /// <param name="open">Makes the rows, which fill the batch they are given.</param>
    public async Task SendAsync(HttpContext http, TableFormat format, TableDescription description, bool isPage, Func<RowBatch, ITableRows> open)
    {
        TableAnswer.SetHeaders(http, format, description.Name);
        if (HttpMethods.IsHead(http.Request.Method) && !isPage)
            return;
        ArrayBufferWriter<byte> buffer = new(64 * 1024);
        using ITableWriter writer = format.Write(description, buffer);
        ITableRows rows = open(new RowBatch(description.Fields, writer.RowsOfBatch));
        writer.Begin();
        try
        {
            await foreach (RowBatch batch in rows.ReadAsync(http.RequestAborted))
            {
                batch.Check();
                writer.Write(batch);
                if (!isPage)
                    await TableAnswer.FlushAsync(http, buffer);
                else if (buffer.WrittenCount > LongestPage)
                    rows.EndPage();
            }
        }
        catch (Exception failure) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            log.AnswerBrokeOff(http.Request.Path, rows.Count, failure);
            await TableAnswer.BreakAsync(http, format, problems.Of(failure) ?? ApiProblems.Defect);
            return;
        }
        string? next = rows.Next is string mark ? address.Next(http, mark) : null;
        writer.End(next);
        if (!isPage)
        {
            await TableAnswer.FlushAsync(http, buffer);
            return;
        }
        if (next is not null)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        await TableAnswer.SendWholeAsync(http, buffer);
    }
}
