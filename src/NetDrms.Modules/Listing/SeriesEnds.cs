using System.Buffers;
using System.Globalization;
using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Listing;

/// <summary><c>show_info -s</c>: first and last record of a series. Spec 03 §2.5.</summary>
internal static class SeriesEnds
{
    /// <summary>Prints them.</summary>
    public static async Task ShowAsync(ModuleContext context, DrmsSession session, SeriesDefinition series, CancellationToken cancel)
    {
        SeriesExtent extent = await new SeriesStatistics(session.Connection).ExtentAsync(series, cancel);
        if (extent.FirstRecnum is long first && extent.LastRecnum is long last)
        {
            context.Out.Text($"First Record: {await DescribeAsync(session, series, first, cancel)}\n");
            context.Out.Text($"Last Record:  {await DescribeAsync(session, series, last, cancel)}\n");
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"Last Recnum:  {extent.HighestRecnum}\n"));
        }
        else
            context.Out.Text("No records Present\n");
        context.Out.Text($"Has shadow table: {(extent.HasShadow ? "yes" : "no")}\n");
    }

    private static async Task<string> DescribeAsync(DrmsSession session, SeriesDefinition series, long recnum, CancellationToken cancel)
    {
        RecordQueryWriter writer = new(series);
        RecordRequest request = new() { Keywords = [.. writer.Keys.Select(key => new RecordKeyword(key, null))] };
        RecordColumns columns = await RecordColumns.BindAsync(series, request, (_, _) => Task.FromResult<SeriesDefinition?>(null), cancel);
        SqlText sql = RecordQuery.OfRecnums(series, [recnum]).Select(columns.Columns, columns.Joins, RecordLimit.None);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, cancel);
        await reader.ReadAsync(cancel);
        DrmsValue[] keys = [.. Enumerable.Range(0, writer.Keys.Count).Select(reader.Row.Keyword)];
        ArrayBufferWriter<byte> text = new();
        writer.Write(text, recnum, keys);
        return string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(text.WrittenSpan)}, Recnum = {recnum}");
    }
}
