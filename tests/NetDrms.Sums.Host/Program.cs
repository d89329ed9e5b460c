using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Database.Sql;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;

// A storage daemon in a process of its own, for tests that kill it:
//   NetDrms.Sums.Host <socket folder> <user> <SUMS database> <DRMS database> [expire | archive <folder> | life <folder>]
// With "expire" a steward runs too, which removes all expired units at once; with "archive" the site has a virtual tape library, and a steward for it; "life" is both.
// It prints its port, and ends when its standard input does.
DatabaseTarget sums = new() { Host = args[0], User = args[1], Database = args[2] };
DatabaseTarget drms = sums with { Database = args[3] };
ArchiveOptions archive = args is [_, _, _, _, "archive" or "life", string folder]
    ? new() { Tier = ArchiveTier.Folder, Folder = Path.Combine(folder, "volumes"), ManifestFolder = Path.Combine(folder, "manifests") }
    : new();
SumsOptions options = new() { Archive = archive, Port = 0, AbandonedMinutes = 0, UnconfirmedHours = 0, SalvageDays = 0, DrainSeconds = 0 };
await using SumsDaemon daemon = await SumsDaemon.StartAsync(options, sums, drms, NullLoggerFactory.Instance, meters: null, CancellationToken.None);
RetentionOptions retention = new() { LowWaterPercent = 0, HighWaterPercent = 0, EmergencyWaterPercent = 100, UndeleteMinutes = 0, IntervalSeconds = 0.05 };
await using StewardService? steward = args is [_, _, _, _, "expire" or "life", ..]
    ? StewardService.Start(new StewardOptions { Retention = retention, Archive = archive }, sums, drms, NullLoggerFactory.Instance, meters: null)
    : archive.IsConfigured ? StewardService.Start(new StewardOptions { Archive = archive }, sums, drms, NullLoggerFactory.Instance, meters: null) : null;
await Console.Out.WriteLineAsync(daemon.Port.ToString(CultureInfo.InvariantCulture));
await Console.In.ReadToEndAsync();
