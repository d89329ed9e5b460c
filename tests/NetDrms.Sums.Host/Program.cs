using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;

// A storage daemon in a process of its own, for tests that kill it:
//   NetDrms.Sums.Host <socket folder> <user> <SUMS database> <DRMS database> [expire]
// With "expire" a steward runs too, which removes all expired units at once.
// It prints its port, and ends when its standard input does.
DatabaseTarget sums = new() { Host = args[0], User = args[1], Database = args[2] };
DatabaseTarget drms = sums with { Database = args[3] };
SumsOptions options = new() { Port = 0, AbandonedMinutes = 0, UnconfirmedHours = 0, SalvageDays = 0, DrainSeconds = 0 };
await using SumsDaemon daemon = await SumsDaemon.StartAsync(options, sums, drms, NullLoggerFactory.Instance, meters: null, CancellationToken.None);
RetentionOptions retention = new() { LowWaterPercent = 0, HighWaterPercent = 0, EmergencyWaterPercent = 100, UndeleteMinutes = 0, IntervalSeconds = 0.05 };
await using StewardService? steward = args is [_, _, _, _, "expire"]
    ? StewardService.Start(new StewardOptions { Retention = retention }, sums, drms, NullLoggerFactory.Instance, meters: null)
    : null;
await Console.Out.WriteLineAsync(daemon.Port.ToString(CultureInfo.InvariantCulture));
await Console.In.ReadToEndAsync();
