using System.Globalization;
using System.Text.Json;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Steward;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums expire --dry-run</c>: what a pass would take, line by line, however many there are.</summary>
internal static class ExpirePreview
{
    private sealed class Sum
    {
        public long Units;
        public long Bytes;
        public long Archived;
        public bool HasTrouble;
    }

    /// <summary>Prints it.</summary>
    public static async Task<int> ShowAsync(
        AdministrationContext context, bool asJson, NpgsqlConnection connection, ExpireOrder order, RetentionOptions options, CancellationToken cancel)
    {
        Sum sum = new();
        IAsyncEnumerable<ExpiryCandidate> units = new RetentionAdministration(connection).PreviewAsync(order, options, Usage, cancel);
        if (asJson)
            await WriteJsonAsync(context, units, sum, cancel);
        else
            await WriteLinesAsync(context, units, sum, cancel);
        return sum.HasTrouble ? ExitCode.Error : ExitCode.Ok;

        void Usage(string partition, double percent, string? trouble)
        {
            sum.HasTrouble |= trouble is not null;
            context.Report(trouble is null ? string.Create(CultureInfo.InvariantCulture, $"{partition}: {percent:0.0} % in use") : $"{partition} cannot be looked at: {trouble}");
        }
    }

    // Widths are fixed: the lines come one at a time.
    private static async Task WriteLinesAsync(AdministrationContext context, IAsyncEnumerable<ExpiryCandidate> units, Sum sum, CancellationToken cancel)
    {
        await foreach (ExpiryCandidate unit in units.WithCancellation(cancel))
        {
            if (sum.Units == 0)
                await context.Out.WriteLineAsync($"{"sunum",19}  {"size",8}  {"expired",-12}  {"archived",-8}  {"series",-30}  path");
            Count(sum, unit);
            await context.Out.WriteLineAsync($"{unit.Sunum,19}  {ByteSize.Of(unit.Bytes),8}  {unit.EffectiveDate,-12}  {(unit.IsArchived ? "yes" : "no"),-8}  {PlainText.Of(unit.Series),-30}  {PlainText.Of(unit.Path)}");
        }
        await context.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{sum.Units} storage units with {ByteSize.Of(sum.Bytes)} would go, {sum.Archived} of them off line only"));
    }

    private static async Task WriteJsonAsync(AdministrationContext context, IAsyncEnumerable<ExpiryCandidate> units, Sum sum, CancellationToken cancel)
    {
        await context.Out.WriteAsync("{\"units\": [");
        await foreach (ExpiryCandidate unit in units.WithCancellation(cancel))
        {
            await context.Out.WriteAsync(sum.Units == 0 ? "\n  " : ",\n  ");
            Count(sum, unit);
            await context.Out.WriteAsync(Text(unit));
        }
        await context.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"], \"total_units\": {sum.Units}, \"total_bytes\": {sum.Bytes}, \"archived_units\": {sum.Archived}}}"));
    }

    private static void Count(Sum sum, ExpiryCandidate unit)
    {
        sum.Units++;
        sum.Bytes += unit.Bytes;
        sum.Archived += unit.IsArchived ? 1 : 0;
    }

    private static string Text(ExpiryCandidate unit)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", unit.Sunum.Value);
            json.WriteString("series", unit.Series);
            json.WriteNumber("bytes", unit.Bytes);
            json.WriteString("effective_date", unit.EffectiveDate);
            json.WriteBoolean("archived", unit.IsArchived);
            json.WriteString("path", unit.Path);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
