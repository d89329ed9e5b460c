using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Modules.Units;

/// <summary><c>set_suretention</c>: sets how long storage units are kept. Spec 03 §7, 04 §4.5.</summary>
internal sealed class SetSuretention : IModule
{
    private const int WrongValue = 6;
    private const int NoRecords = 2;
    private const string BadRetention = "The retention-argument value must be a positive 15-bit number.";
    private const string NothingLeft = "WARNING: sulist did not specify any storage units whose retention could be modified.";
    private const string NeedsFilter =
        "If the 'sulist' argument is a record-set specification, then it must either be an at-file path or the specification must contain a filter. "
        + "If neither is true, then the record-limit argument (n=XX) must be present.";

    private static readonly TimeSpan StatementLimit = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "set_suretention",
        Summary = "Sets how long storage units are kept: so many days from now, and three more.",
        Arguments =
        [
            new("sulist", ArgumentType.String, null, "numbers of units, separated by commas; or a file with one in a line; or a record set"),
            new("retention", ArgumentType.Int, null, "days, 0 to 32767") { Refusal = (BadRetention, WrongValue) },
            new("n", ArgumentType.Int, "0", "of a record set, only so many records; of the last ones when it is negative"),
            ArgumentDefinition.Flag("b", "all versions of the records"),
            ArgumentDefinition.Flag("O", "no limit of 10 minutes for a statement"),
        ],
        Notes = ["Units of series that you do not own are left alone, with a warning. The time may also become shorter than it was."],
        Examples = ["set_suretention 'sulist=su_me.mag[2014.03.01/1d]' retention=365"],
        ExitCodes = [(NoRecords, "the record set cannot be read"), (WrongValue, "the value of retention is wrong, or the record set has no filter")],
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        ModuleArguments arguments = context.Arguments;
        int days = arguments.Int("retention");
        if (days is < 0 or > short.MaxValue)
            return context.Fail(new DrmsError(ErrorCode.Argument, $"retention {days} is not in 0 … 32767") { ClassicMessage = BadRetention }, WrongValue);
        await using DrmsSession session = await context.OpenSessionAsync(cancel, arguments.Flag("O") ? null : StatementLimit);
        string list = arguments.Text("sulist");
        if (!TryReadNumbers(context, list, out SortedSet<long>? sunums))
        {
            RecordSetAccess access = new(context, session, Trust.LocalUser);
            if (!access.TryParse(list, out RecordSetSpec? spec, out DrmsError? error))
                return Unreadable(context, error);
            if (!spec.HasFilters && !spec.HasListFile && arguments.Int("n") == 0)
                return context.Fail(new DrmsError(ErrorCode.Argument, $"record set \"{list}\" has no filter") { ClassicMessage = NeedsFilter }, WrongValue);
            try
            {
                sunums = await UnitsOfRecords.FindAsync(context, session, access, spec, arguments.Flag("b"), new RecordLimit(arguments.Int("n")), cancel);
            }
            catch (DrmsException failure) when (failure.Error.Code != ErrorCode.Cancelled)
            {
                return Unreadable(context, failure.Error);
            }
        }
        return await SetAsync(context, session, sunums, days, cancel);
    }

    private static int Unreadable(ModuleContext context, DrmsError failure) => context.Fail(
        failure with { ClassicMessage = $"{(failure.ClassicMessage is string classic ? classic + "\n" : "")}Error retrieving DRMS records from the database.\n{NothingLeft}" }, NoRecords);

    private static async Task<int> SetAsync(ModuleContext context, DrmsSession session, SortedSet<long> sunums, int days, CancellationToken cancel)
    {
        List<Sunum> own = [];
        if (sunums.Count > 0)
        {
            await using SumsClient sums = await SumsClient.OpenAsync(context.Site.Sums, cancel);
            Dictionary<string, bool> owns = new(StringComparer.OrdinalIgnoreCase);
            foreach (StorageUnit unit in await sums.InfoAsync([.. sunums.Select(static s => new Sunum(s))], cancel))
            {
                if (!unit.IsKnown)
                {
                    context.Error.Line($"WARNING: Invalid sunum: {unit.Sunum}.");
                    continue;
                }
                if (!owns.TryGetValue(unit.OwningSeries, out bool isOwn))
                    owns[unit.OwningSeries] = isOwn = await OwnsAsync(session, unit.OwningSeries, cancel);
                if (isOwn)
                    own.Add(unit.Sunum);
                else
                    context.Error.Line($"WARNING: You do not have permission to modify the retention on SUNUM {unit.Sunum} in series {unit.OwningSeries}.");
            }
            if (own.Count > 0)
                await sums.GetAsync(own, touch: true, days, retrieve: true, cancel);
            await sums.CloseAsync(cancel);
        }
        if (own.Count == 0)
            context.Error.Line(NothingLeft);
        return ExitCode.Ok;
    }

    private static async Task<bool> OwnsAsync(DrmsSession session, string series, CancellationToken cancel)
    {
        if (!SeriesName.TryParse(series, out SeriesName name))
            return false;
        SqlText sql = $"""
            select pg_has_role(c.relowner, 'usage')
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = {name.Namespace.ToLowerInvariant()} and c.relname = {name.Table.ToLowerInvariant()} and c.relkind in ('r', 'p')
            """;
        await using NpgsqlCommand command = sql.On(session.Connection, session.Transaction);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    // sulist = sunum { "," sunum } | name of a file with a sunum in each line | record set ;
    private static bool TryReadNumbers(ModuleContext context, string list, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SortedSet<long>? sunums)
    {
        sunums = [];
        string[] words = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        bool isNumbers = words.Length > 0 && words.All(static word => word.All(char.IsAsciiDigit));
        if (!isNumbers && !File.Exists(context.FullPath(list)))
        {
            sunums = null;
            return false;
        }
        foreach (string line in isNumbers ? words : File.ReadLines(context.FullPath(list)))
        {
            if (line.Trim() is not { Length: > 0 } word)
                continue;
            if (Sunum.TryParse(word, out Sunum sunum))
                sunums.Add(sunum.Value);
            else
                context.Error.Line(string.Create(CultureInfo.InvariantCulture, $"WARNING: Invalid sunum: {(word.Length > 40 ? word[..40] + "…" : word)}."));
        }
        return true;
    }
}
