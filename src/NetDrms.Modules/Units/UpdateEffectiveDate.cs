using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using NetDrms.Sums.Steward;
using Npgsql;

namespace NetDrms.Modules.Units;

/// <summary><c>update_effective_date</c>: keeps the storage units of records until a date. Spec 04 §4.5.</summary>
/// <remarks>The original wrote into the SUMS database as its <c>db_user</c>; so does ours, without the database function that the original never had.</remarks>
internal sealed class UpdateEffectiveDate : IModule
{
    private const double MostDays = 100_000;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "update_effective_date",
        Summary = "Keeps the storage units of records until a date, or for some days from now.",
        Unnamed = "<YYYYMMDD[HHMM] | days>",
        Arguments =
        [
            new("spec", ArgumentType.String, null, "record set"),
            new("db_host", ArgumentType.String, "", "host of the SUMS database, if it is not the site's"),
            new("db_port", ArgumentType.Int, "0", "its port"),
            new("db_name", ArgumentType.String, "", "its name"),
            new("db_user", ArgumentType.String, "", "role that may write into it"),
            new("drms_bin", ArgumentType.String, "", "ignored: no other program is run"),
            ArgumentDefinition.Flag("e", "the unnamed argument is a date, in the database's local time"),
            ArgumentDefinition.Flag("r", "the unnamed argument is a number of days from now"),
            ArgumentDefinition.Flag("f", "also shorten the time of units that are kept longer"),
            ArgumentDefinition.LongFlag("force", "the same as -f"),
        ],
        Notes = ["Permanent units, and units that are off line, are left alone."],
        Examples = ["update_effective_date 'spec=demo.mag[2014.03.01/1d]' -e 20301231", "update_effective_date 'spec=demo.mag[2014.03.01/1d]' -r 100"],
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        ModuleArguments arguments = context.Arguments;
        if (arguments.Flag("e") == arguments.Flag("r") || arguments.Unnamed.Count != 1)
            return context.Fail(new DrmsError(ErrorCode.Argument, "either -e with a date or -r with a number of days is needed") { Hint = "Write -e 20301231 or -r 100." });
        string text = arguments.Unnamed[0];
        string? date = null;
        double days = 0;
        if (arguments.Flag("e") && !TryReadDate(text, out date))
            return context.Fail(new DrmsError(ErrorCode.Argument, $"\"{text}\" is not a date") { ClassicMessage = $"invalid time string {text}; acceptable format is YYYYMMDDHHMM" });
        if (arguments.Flag("r") && !(double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out days) && days <= MostDays))
            return context.Fail(new DrmsError(ErrorCode.Argument, $"\"{text}\" is not a number of days from 0 to {MostDays:0}"));

        SortedSet<long> sunums;
        await using (DrmsSession session = await context.OpenSessionAsync(cancel))
        {
            RecordSetAccess access = new(context, session, Trust.LocalUser);
            if (!access.TryParse(arguments.Text("spec"), out RecordSetSpec? spec, out DrmsError? error))
                return context.Fail(error);
            sunums = await UnitsOfRecords.FindAsync(context, session, access, spec, allVersions: false, RecordLimit.None, cancel);
        }
        if (sunums.Count == 0)
        {
            context.Error.Line("WARNING: the records have no storage units");
            return ExitCode.Ok;
        }
        DatabaseTarget target = Database(context);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
        EffectiveDates dates = new(connection);
        date ??= await dates.InDaysAsync(days, cancel);
        bool shortens = arguments.Flag("f") || arguments.Flag("force");
        (long set, long longer) = await dates.SetAsync(sunums, date, shortens, Environment.UserName, cancel);
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"{set} of {sunums.Count} storage units are kept until {date}\n"));
        if (longer > 0)
            context.Error.Line(string.Create(CultureInfo.InvariantCulture, $"{longer} storage units are kept longer and were left alone; -f shortens their time"));
        return ExitCode.Ok;
    }

    // date = YYYYMMDD [ HHMM ] ;
    private static bool TryReadDate(string text, out string? date)
    {
        date = text.Length == 8 ? text + "0000" : text;
        return date.Length == 12 && DateTime.TryParseExact(date, "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static DatabaseTarget Database(ModuleContext context)
    {
        ModuleArguments arguments = context.Arguments;
        string? folder = SiteHome.Locate(arguments.Session.Site, context.Surroundings.Environment, context.Surroundings.Folder);
        if (folder is null && arguments.TextOrNull("db_host") is null)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, "no site was named, and there is none in ./site")
            {
                Hint = "Name its folder with --site or in NETDRMS_SITE, or the SUMS database with db_host=, db_name= and db_user=.",
            });
        }
        DatabaseTarget target = folder is null
            ? new DatabaseTarget { Host = "", Database = "", User = context.Surroundings.Environment("USER") ?? Environment.UserName }
            : SiteHome.Open(folder, context.Surroundings.Environment).Sums;
        string user = arguments.TextOrNull("db_user") ?? target.User;
        return target with
        {
            Host = arguments.TextOrNull("db_host") ?? target.Host,
            Port = arguments.Int("db_port") is > 0 and <= ushort.MaxValue and int port ? port : target.Port,
            Database = arguments.TextOrNull("db_name") ?? target.Database,
            User = user,
            Password = user == target.User ? target.Password : null,
        };
    }
}
