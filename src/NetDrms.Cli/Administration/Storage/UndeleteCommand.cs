using System.CommandLine;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums undelete</c>: what has expired comes back until its directory is gone. Spec 04, better 9.</summary>
internal static class UndeleteCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Argument<string[]> what = new("sunum|series") { Description = "Numbers of storage units, or series, all of whose expired units come back.", Arity = ArgumentArity.OneOrMore };
        Command undelete = new("undelete", "Bring expired storage units back, as long as their directories are there. The steward leaves them alone for three days.")
        {
            what, context.DryRun, context.SiteOption, context.Json,
        };
        undelete.SetAction(async (parsed, cancel) =>
        {
            List<Sunum> sunums = [];
            List<string> series = [];
            foreach (string word in parsed.GetRequiredValue(what))
            {
                if (Sunum.TryParse(word, out Sunum sunum))
                    sunums.Add(sunum);
                else if (SeriesName.TryParse(word, out _))
                    series.Add(word);
                else
                    throw new DrmsException(ErrorCode.Argument, $"\"{word}\" is neither the number of a storage unit nor the name of a series");
            }
            bool dryRun = parsed.GetValue(context.DryRun);
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            RetentionAdministration administration = new(connection);
            IReadOnlyList<Sunum> back = await administration.UndeleteAsync(sunums, series, dryRun, cancel);
            List<(Sunum Unit, string Why)> not = [];
            foreach (Sunum sunum in sunums.Except(back))
                not.Add((sunum, await administration.ExplainAsync(sunum, cancel)));
            Write(context, parsed.GetValue(context.Json), dryRun, back, not);
            return not.Count > 0 ? ExitCode.Error : ExitCode.Ok;
        });
        return undelete;
    }

    private static void Write(AdministrationContext context, bool asJson, bool dryRun, IReadOnlyList<Sunum> back, List<(Sunum Unit, string Why)> not)
    {
        if (!asJson)
        {
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{back.Count} storage unit{(back.Count == 1 ? "" : "s")} {(dryRun ? "would come back" : "came back")}"));
            foreach ((Sunum unit, string why) in not)
                context.Report($"storage unit {unit} {PlainText.Of(why)}");
            return;
        }
        context.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("back");
            foreach (Sunum unit in back)
                json.WriteNumberValue(unit.Value);
            json.WriteEndArray();
            json.WriteStartArray("not_back");
            foreach ((Sunum unit, string why) in not)
            {
                json.WriteStartObject();
                json.WriteNumber("sunum", unit.Value);
                json.WriteString("why", why);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
