using System.Text;
using System.Text.Json;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Salvage;

/// <summary>What a command asks the storage daemon to do with salvaged units.</summary>
/// <param name="Sunums">The units.</param>
/// <param name="Series">restore: the series, where the put named none that can be; null takes that of the put.</param>
/// <param name="RetentionDays">restore: how long the units are kept at least; null keeps the put's date, but three days at least.</param>
/// <param name="EvenIfReferenced">drop: also what records refer to.</param>
public sealed record SalvageOrder(IReadOnlyList<Sunum> Sunums, string? Series = null, double? RetentionDays = null, bool EvenIfReferenced = false)
{
    /// <summary>Kind of the task that restores.</summary>
    public const string RestoreKind = "salvage-restore";

    /// <summary>Kind of the task that drops.</summary>
    public const string DropKind = "salvage-drop";

    /// <summary>The arguments of the task.</summary>
    public string ToJson()
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("sunums");
            foreach (Sunum sunum in Sunums)
                json.WriteNumberValue(sunum.Value);
            json.WriteEndArray();
            json.WriteString("series", Series);
            if (RetentionDays is double days)
                json.WriteNumber("retention", days);
            json.WriteBoolean("even_if_referenced", EvenIfReferenced);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    internal static SalvageOrder Parse(string arguments)
    {
        using JsonDocument json = JsonDocument.Parse(arguments);
        JsonElement order = json.RootElement;
        return new(
            [.. order.GetProperty("sunums").EnumerateArray().Select(static number => new Sunum(number.GetInt64()))],
            order.GetProperty("series").GetString(),
            order.TryGetProperty("retention", out JsonElement days) ? days.GetDouble() : null,
            order.GetProperty("even_if_referenced").GetBoolean());
    }
}
