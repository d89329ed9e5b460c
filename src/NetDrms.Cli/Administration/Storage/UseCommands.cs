using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Overview;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums du</c>. Spec 04 §5.7.</summary>
internal static class UseCommands
{
    private static readonly string[] s_keys = ["series", "user", "group", "partition"];

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Option<string> by = new("--by") { Description = "Add up by series, user, group or partition.", DefaultValueFactory = static _ => s_keys[0], HelpName = string.Join('|', s_keys) };
        by.AcceptOnlyFromAmong(s_keys);
        Command du = new("du", "Show how much storage is used, and how much of it may be deleted.") { by, context.SiteOption, context.Json };
        du.SetAction(async (parsed, cancel) =>
        {
            string key = parsed.GetRequiredValue(by);
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            IReadOnlyList<StorageUse> uses = await StorageUses.ReadAsync(connection, Enum.Parse<StorageUseKey>(key, ignoreCase: true), cancel);
            if (parsed.GetValue(context.Json))
                context.WriteJson(json => Write(json, key, uses));
            else
                Write(context, key, uses);
            return ExitCode.Ok;
        });
        return du;
    }

    private static void Write(AdministrationContext context, string key, IReadOnlyList<StorageUse> uses)
    {
        if (uses.Count == 0)
        {
            context.Report("nothing is stored");
            return;
        }
        StorageUse total = new(
            "total", uses.Sum(static u => u.Units), uses.Sum(static u => u.Bytes), uses.Sum(static u => u.ExpiredBytes), uses.Sum(static u => u.ExpiringBytes), uses.Sum(static u => u.PermanentBytes),
            uses.Sum(static u => u.PendingBytes), uses.Sum(static u => u.OfflineUnits), uses.Sum(static u => u.OfflineBytes));
        TextTable.Write(context.Out, [key, ">units", ">size", ">expired", ">expires later", ">permanent", ">to archive", ">off line", ">size"], [.. uses.Append(total).Select(Row)]);
    }

    private static IReadOnlyList<string> Row(StorageUse use) =>
    [
        use.Key.Length > 0 ? use.Key : "-", Number(use.Units), ByteSize.Of(use.Bytes), ByteSize.Of(use.ExpiredBytes), ByteSize.Of(use.ExpiringBytes), ByteSize.Of(use.PermanentBytes), ByteSize.Of(use.PendingBytes),
        Number(use.OfflineUnits), ByteSize.Of(use.OfflineBytes),
    ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, string key, IReadOnlyList<StorageUse> uses)
    {
        json.WriteStartArray();
        foreach (StorageUse use in uses)
        {
            json.WriteStartObject();
            json.WriteString(key, use.Key);
            json.WriteNumber("units", use.Units);
            json.WriteNumber("bytes", use.Bytes);
            json.WriteNumber("expired_bytes", use.ExpiredBytes);
            json.WriteNumber("expiring_bytes", use.ExpiringBytes);
            json.WriteNumber("permanent_bytes", use.PermanentBytes);
            json.WriteNumber("pending_bytes", use.PendingBytes);
            json.WriteNumber("offline_units", use.OfflineUnits);
            json.WriteNumber("offline_bytes", use.OfflineBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
