using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Steward;

/// <summary>Does one pass that a command has asked for; the clock counts as right, since a person asks.</summary>
internal sealed class ExpireTask(RetentionDuty retention, RetentionOptions options)
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Does it.</summary>
    public async Task<string> DoAsync(SumsTask task, IProgress<string> progress, CancellationToken cancel)
    {
        ExpireOrder order = ExpireOrder.Parse(task.Arguments);
        PassTerms terms = PassTerms.Of(order.Over(options), mayExpire: true) with { Why = $"asked by {task.AskedBy}", OpensAndCloses = false };
        List<StoredPartition> meant = await retention.PartitionsAsync(p => order.IsMeant(p, options), cancel);
        if (order.Partitions.FirstOrDefault(wanted => !meant.Any(p => p.Name == wanted || p.Folder == wanted)) is string unknown)
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there is no partition \"{unknown}\"") { Hint = "drms sums partitions list shows them." });
        Dictionary<string, PassResult> results = [];
        Dictionary<string, ScrubState> states = [];
        while (true)
        {
            foreach (PassResult result in await retention.PassAsync(terms, p => meant.Any(m => m.Name == p.Name) && !results.ContainsKey(p.Name), states, cancel))
                results[result.Partition.Name] = result;
            string[] busy = [.. meant.Select(static p => p.Name).Where(name => !results.ContainsKey(name))];
            if (busy.Length == 0)
                break;
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"waiting for the steward that works on {string.Join(", ", busy)}"));
            await Task.Delay(BusyPause, cancel);
        }
        return Report(results.Values);
    }

    private static string Report(IEnumerable<PassResult> results)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (PassResult result in results.OrderBy(static r => r.Partition.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("partition", result.Partition.Folder);
                json.WriteString("state", result.State.ToString().ToLowerInvariant());
                json.WriteNumber("percent_before", Math.Round(result.Before, 2));
                json.WriteNumber("percent_after", Math.Round(result.After, 2));
                json.WriteNumber("percent_with_waiting", Math.Round(result.WithPending, 2));
                json.WriteNumber("expired_units", result.DoomedUnits);
                json.WriteNumber("expired_bytes", result.DoomedBytes);
                json.WriteNumber("removed_units", result.Removed.Units);
                json.WriteNumber("removed_bytes", result.Removed.Bytes);
                json.WriteNumber("deleted_records", result.Removed.Records);
                json.WriteString("trouble", result.Trouble);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
