using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Access;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums token add|list|remove</c>.</summary>
internal static class TokenCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("token", "Make and end tokens, by which clients of other machines say who they are.")
    {
        Add(context), List(context), Remove(context),
    };

    private static Command Add(AdministrationContext context)
    {
        Argument<string> name = new("name") { Description = "Name of the token: who or what will use it." };
        Option<string?> user = new("--user") { Description = "Database user that it stands for (your login name)." };
        Option<string> rights = new("--rights") { Description = "read: get and info; write: make units, free those of own series; administer: free any.", DefaultValueFactory = _ => "write" };
        rights.AcceptOnlyFromAmong([.. AccessRightsText.Names]);
        Option<double?> days = new("--days") { Description = "How long it counts (for ever)." };
        Command add = new("add", "Make a token. Its secret is printed now and never again; clients send it as NETDRMS_SUMS_TOKEN, or from the file that sums.token_file names.")
        {
            name, user, rights, days, context.SiteOption, context.Json,
        };
        add.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            AccessToken token = await new TokenTable(connection).AddAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(user) ?? Environment.UserName, parsed.GetRequiredValue(rights), parsed.GetValue(days), cancel);
            if (!parsed.GetValue(context.Json))
            {
                await context.Out.WriteLineAsync(token.ToSecretText());
                return ExitCode.Ok;
            }
            context.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("name", token.Name);
                json.WriteString("token", token.ToSecretText());
                json.WriteEndObject();
            });
            return ExitCode.Ok;
        });
        return add;
    }

    private static Command Remove(AdministrationContext context)
    {
        Argument<string> name = new("name") { Description = "Name of the token." };
        Command remove = new("remove", "End a token: no new connection is admitted with it.") { name, context.SiteOption };
        remove.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            string named = parsed.GetRequiredValue(name);
            if (!await new TokenTable(connection).RemoveAsync(named, cancel))
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there is no token \"{named}\"") { Hint = "drms sums token list" });
            await context.Out.WriteLineAsync($"removed: {named}");
            return ExitCode.Ok;
        });
        return remove;
    }

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the tokens, without their secrets.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            List<TokenTable.Entry> tokens = [];
            await foreach (TokenTable.Entry token in new TokenTable(connection).ListAsync(cancel))
                tokens.Add(token);
            DateTime now = context.Surroundings.Clock.GetUtcNow().UtcDateTime;
            if (parsed.GetValue(context.Json))
                context.WriteJson(json => WriteJson(json, tokens, now));
            else
                TextTable.Write(context.Out, ["token", "user", "rights", "made", "expires"],
                    [.. tokens.Select(t => (IReadOnlyList<string>)[t.Name, t.User, t.Rights, Day(t.Made), t.Expires is DateTime end ? Day(end) + (t.HasExpired(now) ? " (expired)" : "") : "never"])]);
            return ExitCode.Ok;
        });
        return list;
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void WriteJson(Utf8JsonWriter json, List<TokenTable.Entry> tokens, DateTime now)
    {
        json.WriteStartArray();
        foreach (TokenTable.Entry token in tokens)
        {
            json.WriteStartObject();
            json.WriteString("name", token.Name);
            json.WriteString("user", token.User);
            json.WriteString("rights", token.Rights);
            json.WriteString("made", token.Made);
            if (token.Expires is DateTime end)
                json.WriteString("expires", end);
            else
                json.WriteNull("expires");
            json.WriteBoolean("expired", token.HasExpired(now));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
