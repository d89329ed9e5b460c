using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Integrity;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums verify</c>. Spec 04 §5.7, better 4 and 7.</summary>
internal static class VerifyCommand
{
    private const double UsualAgeHours = 24;

    /// <summary>What was found, for the result.</summary>
    private sealed class Tally
    {
        public long Units, Bytes, FirstSeen, Faulty, Orphans, OrphanBytes, Stay;
        public List<VerifiedUnit> Faults { get; } = [];
        public List<(Sunum Sunum, string Why)> Unknown { get; } = [];
        public List<(OrphanDirectory Directory, string State)> Directories { get; } = [];
        public List<string> Unreachable { get; } = [];

        public bool IsClean => Faulty == 0 && Stay == 0 && Unknown.Count == 0 && Unreachable.Count == 0;
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Argument<string[]> what = new("what") { Description = "A series, or numbers of storage units.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> all = new("--all") { Description = "Read every storage unit of the site." };
        Option<double?> unread = new("--unverified-for") { Description = "Only units that were not read for so many days; goes on with a run that was stopped.", HelpName = "days" };
        Option<bool> orphans = new("--orphans") { Description = "Look for directories of storage units that SUMS does not know." };
        Option<bool> remove = new("--remove") { Description = "Remove those directories." };
        Option<double> age = new("--older-than") { Description = "Remove only what did not change for so many hours.", HelpName = "hours", DefaultValueFactory = static _ => UsualAgeHours };
        Command verify = new("verify", "Prove rows, directories, journal, bytes and manifests of storage units against each other; exit code 1 when anything is wrong.")
        {
            what, all, unread, orphans, remove, age, context.SiteOption, context.Json,
        };
        verify.Validators.Add(result =>
        {
            bool isNamed = result.GetValue(what) is { Length: > 0 }, isAll = result.GetValue(all), isOrphans = result.GetValue(orphans);
            if (isNamed && isAll)
                result.AddError("either --all or names, not both");
            else if (!isNamed && !isAll && !isOrphans)
                result.AddError("name a series or storage units, or write --all or --orphans");
            else if (result.GetValue(remove) && !isOrphans)
                result.AddError("--remove goes with --orphans");
            else if (result.GetValue(age) < 0 || result.GetValue(unread) < 0)
                result.AddError("hours and days are not negative");
        });
        verify.SetAction(async (parsed, cancel) =>
        {
            Tally tally = new();
            await using StorageVerification verification = new(context.Home(parsed).Sums);
            bool isJson = parsed.GetValue(context.Json);
            if (parsed.GetValue(all) || parsed.GetValue(what) is { Length: > 0 })
                await UnitsAsync(context, verification, ScopeOf(parsed.GetValue(what) ?? [], parsed.GetValue(unread)), tally, isJson, cancel);
            if (parsed.GetValue(orphans))
            {
                OrphanSearch search = new(verification, context.Home(parsed).Sums);
                await OrphansAsync(context, search, parsed.GetValue(remove) ? TimeSpan.FromHours(parsed.GetValue(age)) : null, tally, isJson, cancel);
            }
            if (isJson)
                context.WriteJson(json => Write(json, tally));
            return tally.IsClean ? ExitCode.Ok : ExitCode.Error;
        });
        return verify;
    }

    private static VerifyScope ScopeOf(string[] what, double? unverifiedDays)
    {
        VerifyScope scope = new() { Before = unverifiedDays is double days ? TimeProvider.System.GetUtcNow().AddDays(-days) : null };
        if (what.Length == 0)
            return scope;
        if (what is [string series] && !char.IsAsciiDigit(series[0]))
            return scope with { Series = series };
        List<Sunum> sunums = [];
        foreach (string word in what.SelectMany(static word => word.Split(',')))
        {
            if (!Sunum.TryParse(word, out Sunum sunum))
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{word}\" is not the number of a storage unit") { Hint = "Write one series, or numbers such as 641 642." });
            sunums.Add(sunum);
        }
        return scope with { Sunums = sunums };
    }

    private static async Task UnitsAsync(AdministrationContext context, StorageVerification verification, VerifyScope scope, Tally tally, bool isJson, CancellationToken cancel)
    {
        (long units, long bytes) = await verification.CountAsync(scope, cancel);
        if (scope.Sunums is not null)
        {
            foreach ((Sunum sunum, string why) in await verification.NotOnLineAsync(scope.Sunums, cancel))
            {
                tally.Unknown.Add((sunum, why));
                if (!isJson)
                    await context.Out.WriteLineAsync($"storage unit {sunum} {why}");
            }
        }
        ReadingProgress progress = new(units, bytes, context.Report);
        foreach (VerifiedUnit unit in await verification.RowsAsync(scope, cancel))
            await FaultyAsync(context, unit, tally, isJson);
        await foreach (VerifiedUnit unit in verification.VerifyAsync(scope, progress.Read, cancel))
        {
            progress.Done(unit.Outcome == VerifyOutcome.Faulty);
            if (unit.Outcome == VerifyOutcome.Unreachable)
            {
                if (unit.Faults[0].Detail is string why && !tally.Unreachable.Contains(why))
                    tally.Unreachable.Add(why);
                continue;
            }
            tally.Units++;
            tally.Bytes += unit.Bytes;
            tally.FirstSeen += unit.Outcome == VerifyOutcome.FirstSeen ? 1 : 0;
            if (unit.Outcome == VerifyOutcome.Faulty)
                await FaultyAsync(context, unit, tally, isJson);
        }
        if (isJson)
            return;
        foreach (string why in tally.Unreachable)
            await context.Out.WriteLineAsync($"{why}: its storage units were not read");
        string first = tally.FirstSeen > 0 ? string.Create(CultureInfo.InvariantCulture, $", {tally.FirstSeen} of them for the first time") : "";
        await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{tally.Units} storage units read, {ByteSize.Of(tally.Bytes)}{first}: {(tally.Faulty == 0 ? "nothing is wrong" : $"{tally.Faulty} with faults")}"));
    }

    private static async Task FaultyAsync(AdministrationContext context, VerifiedUnit unit, Tally tally, bool isJson)
    {
        tally.Faulty++;
        if (isJson)
        {
            tally.Faults.Add(unit);
            return;
        }
        foreach (UnitFault fault in unit.Faults)
            await context.Out.WriteLineAsync($"storage unit {unit.Sunum} at {PlainText.Of(unit.Path)}: {PlainText.Of(fault.ToString())}");
    }

    private static async Task OrphansAsync(AdministrationContext context, OrphanSearch search, TimeSpan? removeOlderThan, Tally tally, bool isJson, CancellationToken cancel)
    {
        await foreach (OrphanDirectory directory in search.FindAsync(tally.Unreachable.Add, cancel))
        {
            string? stays = removeOlderThan is TimeSpan age ? await search.RemoveAsync(directory, age, cancel) : directory.StoredAt is null ? "unknown to SUMS" : $"storage unit {directory.Sunum} is stored at {directory.StoredAt}";
            tally.Orphans++;
            tally.OrphanBytes += directory.Bytes ?? 0;
            tally.Stay += stays is null ? 0 : 1;
            if (isJson)
                tally.Directories.Add((directory, stays ?? "removed"));
            else
                await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{directory.Path}  {(directory.Bytes is long bytes ? ByteSize.Of(bytes) : "-")}  {directory.Changed:yyyy-MM-dd HH:mm}  {(stays is null ? "removed" : removeOlderThan is null ? stays : $"stays: {PlainText.Of(stays)}")}"));
        }
        if (isJson)
            return;
        foreach (string why in tally.Unreachable)
            await context.Out.WriteLineAsync($"{why}: not searched");
        await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{tally.Orphans} directories without a row, {ByteSize.Of(tally.OrphanBytes)}{(removeOlderThan is null ? "" : $"; {tally.Orphans - tally.Stay} removed")}"));
    }

    private static void Write(Utf8JsonWriter json, Tally tally)
    {
        json.WriteStartObject();
        json.WriteNumber("units", tally.Units);
        json.WriteNumber("bytes", tally.Bytes);
        json.WriteNumber("first_seen", tally.FirstSeen);
        json.WriteStartArray("faults");
        foreach ((VerifiedUnit unit, UnitFault fault) in tally.Faults.SelectMany(static unit => unit.Faults.Select(fault => (unit, fault))))
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", unit.Sunum.Value);
            json.WriteString("path", unit.Path);
            json.WriteString("series", unit.Series);
            json.WriteString("kind", fault.Kind.ToString());
            json.WriteString("name", fault.Name);
            json.WriteString("detail", fault.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("not_on_line");
        foreach ((Sunum sunum, string why) in tally.Unknown)
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", sunum.Value);
            json.WriteString("why", why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("unreachable");
        tally.Unreachable.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartArray("orphans");
        foreach ((OrphanDirectory directory, string state) in tally.Directories)
        {
            json.WriteStartObject();
            json.WriteNumber("sunum", directory.Sunum.Value);
            json.WriteString("path", directory.Path);
            if (directory.Bytes is long bytes)
                json.WriteNumber("bytes", bytes);
            else
                json.WriteNull("bytes");
            json.WriteString("changed", directory.Changed);
            json.WriteString("state", state);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
