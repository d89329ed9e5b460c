using System.CommandLine;
using System.Globalization;
using NetDrms.Database.Schema;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary><c>drms user add|list|remove</c>.</summary>
internal static class UserCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("user", "Add, list and remove users of the DRMS database.")
    {
        Add(context), List(context), Remove(context),
    };

    private static Command Add(AdministrationContext context)
    {
        Argument<string> name = new("name") { Description = "Database role; by convention the login name." };
        Option<string?> ns = new("--namespace") { Description = "Namespace of the user's sessions, made if it is missing (su_<name>)." };
        Option<NamespaceGroup> group = new("--group") { Description = "Kind of that namespace: user or sys.", CustomParser = NamespaceCommands.ReadGroup, DefaultValueFactory = _ => NamespaceGroup.User, HelpName = "user|sys" };
        Option<bool> password = new("--password-stdin") { Description = "Read the user's password from standard input." };
        Command add = new("add", "Make what a user lacks: role, membership in jsoc, namespace with its tables, session namespace.") { name, ns, group, password, context.SiteOption, context.DryRun };
        add.SetAction(async (parsed, cancel) =>
        {
            string user = parsed.GetRequiredValue(name);
            UserRequest request = new()
            {
                Name = user,
                Namespace = parsed.GetValue(ns) ?? SiteUsers.UsualNamespace(user),
                Group = parsed.GetValue(group),
                Password = parsed.GetValue(password) ? await ReadPasswordAsync(context, cancel) : null,
            };
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            bool dryRun = parsed.GetValue(context.DryRun);
            IReadOnlyList<string> made = await SiteUsers.AddAsync(connection, request, dryRun ? Commitment.DryRun : Commitment.Real, cancel);
            await context.Out.WriteLineAsync(
                made.Count == 0 ? $"user {user} lacks nothing"
                : dryRun ? $"would make for user {user}: {string.Join(", ", made)}"
                : $"user {user}: {string.Join(", ", made)}");
            return ExitCode.Ok;
        });
        return add;
    }

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the users.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            IReadOnlyList<SiteUser> users = await SiteUsers.ListAsync(connection, cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, users);
            else
            {
                TextTable.Write(context.Out, ["user", "sessions in", "owns", ">series"],
                    [.. users.Select(u => (IReadOnlyList<string>)[u.Name, u.SessionNamespace ?? "-", u.Namespaces.Count == 0 ? "-" : string.Join(",", u.Namespaces), u.SeriesCount.ToString(CultureInfo.InvariantCulture)])]);
            }
            return ExitCode.Ok;
        });
        return list;
    }

    private static Command Remove(AdministrationContext context)
    {
        Argument<string> name = new("name") { Description = "The user." };
        Option<string?> heir = new("--give-to") { Description = "Give namespaces and series to this user; otherwise there must be no series.", HelpName = "user" };
        Command remove = new("remove", "Remove a user, and his namespaces if they are empty.") { name, heir, context.SiteOption, context.DryRun };
        remove.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            bool dryRun = parsed.GetValue(context.DryRun);
            IReadOnlyList<string> done = await SiteUsers.RemoveAsync(connection, parsed.GetRequiredValue(name), parsed.GetValue(heir), dryRun ? Commitment.DryRun : Commitment.Real, cancel);
            await context.Out.WriteLineAsync($"{(dryRun ? "would remove" : "removed")}: {string.Join(", ", done)}");
            return ExitCode.Ok;
        });
        return remove;
    }

    private static async Task<string> ReadPasswordAsync(AdministrationContext context, CancellationToken cancel)
    {
        using StreamReader input = new(context.Surroundings.In.Value, leaveOpen: true);
        return await input.ReadLineAsync(cancel) is { Length: > 0 } line ? line
            : throw new DrmsException(ErrorCode.Argument, "there is no password on standard input");
    }

    private static void WriteJson(AdministrationContext context, IReadOnlyList<SiteUser> users) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (SiteUser user in users)
        {
            json.WriteStartObject();
            json.WriteString("name", user.Name);
            json.WriteString("session_namespace", user.SessionNamespace);
            json.WriteStartArray("namespaces");
            foreach (string ns in user.Namespaces)
                json.WriteStringValue(ns);
            json.WriteEndArray();
            json.WriteNumber("series", user.SeriesCount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
