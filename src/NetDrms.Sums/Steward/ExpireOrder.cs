using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Steward;

/// <summary>What <c>drms sums expire</c> asks the steward for; what is not given is as in section [steward] of site.toml.</summary>
public sealed record ExpireOrder
{
    /// <summary>Kind of the task.</summary>
    public const string TaskKind = "expire";

    /// <summary>Percent in use at which it stops.</summary>
    public double? LowWaterPercent { get; init; }

    /// <summary>Percent in use above which it begins.</summary>
    public double? HighWaterPercent { get; init; }

    /// <summary>Most units of one transaction.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Home sets of the partitions.</summary>
    public IReadOnlyList<int> Sets { get; init; } = [];

    /// <summary>Folders of the partitions, of whatever set.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>Directories go at once, also those that wait.</summary>
    public bool Now { get; init; }

    /// <summary>True when a partition is asked for.</summary>
    internal bool IsMeant(StoredPartition partition, RetentionOptions options) =>
        Partitions.Count > 0 ? Partitions.Contains(partition.Folder) || Partitions.Contains(partition.Name)
        : (Sets.Count > 0 ? Sets : options.PartitionSets).Contains(partition.HomeSet);

    /// <summary>The options with what is given.</summary>
    /// <exception cref="DrmsException">They do not fit together.</exception>
    public RetentionOptions Over(RetentionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double high = HighWaterPercent ?? options.HighWaterPercent;
        RetentionOptions changed = options with
        {
            HighWaterPercent = high,
            LowWaterPercent = LowWaterPercent ?? Math.Min(options.LowWaterPercent, high),
            EmergencyWaterPercent = Math.Max(options.EmergencyWaterPercent, high),
            ChunkSize = ChunkSize ?? options.ChunkSize,
            UndeleteMinutes = Now ? 0 : options.UndeleteMinutes,
        };
        return changed.Check().FirstOrDefault() is DrmsError wrong
            ? throw new DrmsException(wrong with { Code = ErrorCode.Argument, Message = wrong.Message.Replace("steward.", "", StringComparison.Ordinal) })
            : changed;
    }

    /// <summary>The arguments of the task.</summary>
    public string ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (LowWaterPercent is double low)
                json.WriteNumber("low_water", low);
            if (HighWaterPercent is double high)
                json.WriteNumber("high_water", high);
            if (ChunkSize is int chunk)
                json.WriteNumber("chunk_size", chunk);
            json.WriteStartArray("sets");
            foreach (int set in Sets)
                json.WriteNumberValue(set);
            json.WriteEndArray();
            json.WriteStartArray("partitions");
            foreach (string partition in Partitions)
                json.WriteStringValue(partition);
            json.WriteEndArray();
            json.WriteBoolean("now", Now);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads the arguments of a task.</summary>
    /// <exception cref="DrmsException">They are not an order.</exception>
    internal static ExpireOrder Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement order = document.RootElement;
            return new()
            {
                LowWaterPercent = order.TryGetProperty("low_water", out JsonElement low) ? low.GetDouble() : null,
                HighWaterPercent = order.TryGetProperty("high_water", out JsonElement high) ? high.GetDouble() : null,
                ChunkSize = order.TryGetProperty("chunk_size", out JsonElement chunk) ? chunk.GetInt32() : null,
                Sets = order.TryGetProperty("sets", out JsonElement sets) ? [.. sets.EnumerateArray().Select(static s => s.GetInt32())] : [],
                Partitions = order.TryGetProperty("partitions", out JsonElement partitions) ? [.. partitions.EnumerateArray().Select(static p => p.GetString() ?? "")] : [],
                Now = order.TryGetProperty("now", out JsonElement now) && now.GetBoolean(),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, string.Create(CultureInfo.InvariantCulture, $"the task does not say what shall expire: {wrong.Message}")), wrong);
        }
    }
}
