using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetDrms.Database.Schema;
using NetDrms.Database.Site;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary><c>drms ns create|list</c>.</summary>
internal static class NamespaceCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("ns", "Make and list namespaces.")
    {
        Make(context), List(context),
    };

    /// <summary>Reads <c>user</c> or <c>sys</c>.</summary>
    public static NamespaceGroup ReadGroup(ArgumentResult result)
    {
        string word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (NamespaceSchema.GroupOf(word) is NamespaceGroup group)
            return group;
        result.AddError($"the kind of a namespace is user or sys, not \"{word}\"");
        return NamespaceGroup.User;
    }

    private static Command Make(AdministrationContext context)
    {
        Argument<string> name = new("name") { Description = "The namespace: letters, digits and underscores." };
        Option<string?> owner = new("--owner") { Description = "User that owns it (the user of your modules)." };
        Option<NamespaceGroup> group = new("--group") { Description = "Its kind: user or sys.", CustomParser = ReadGroup, DefaultValueFactory = _ => NamespaceGroup.User, HelpName = "user|sys" };
        Command create = new("create", "Make a namespace with its five tables, session sequence and grants.") { name, owner, group, context.SiteOption, context.DryRun };
        create.SetAction(async (parsed, cancel) =>
        {
            string ns = parsed.GetRequiredValue(name).ToLowerInvariant();
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            string user = parsed.GetValue(owner) ?? context.Home(parsed).ModuleUser;
            NamespaceSchema.CheckName(ns);
            await SiteUsers.FindAsync(connection, user, cancel);
            if (parsed.GetValue(context.DryRun))
            {
                bool exists = (await SiteNamespaces.ListAsync(connection, cancel)).Any(n => n.Name == ns);
                await context.Out.WriteLineAsync(exists ? $"namespace {ns} exists" : $"would make namespace {ns} of {user}");
                return ExitCode.Ok;
            }
            bool made = await SiteNamespaces.AddAsync(connection, ns, parsed.GetValue(group), user, cancel);
            await context.Out.WriteLineAsync(made ? $"made namespace {ns} of {user}" : $"namespace {ns} of {user} exists");
            return ExitCode.Ok;
        });
        return create;
    }

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the namespaces.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            IReadOnlyList<SiteNamespace> namespaces = await SiteNamespaces.ListAsync(connection, cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, namespaces);
            else
            {
                TextTable.Write(context.Out, ["namespace", "kind", "owner", ">series"],
                    [.. namespaces.Select(n => (IReadOnlyList<string>)[n.Name, n.Group?.Word() ?? "?", n.Owner, n.SeriesCount.ToString(CultureInfo.InvariantCulture)])]);
            }
            return ExitCode.Ok;
        });
        return list;
    }

    private static void WriteJson(AdministrationContext context, IReadOnlyList<SiteNamespace> namespaces) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (SiteNamespace ns in namespaces)
        {
            json.WriteStartObject();
            json.WriteString("name", ns.Name);
            json.WriteString("group", ns.Group?.Word());
            json.WriteString("owner", ns.Owner);
            json.WriteNumber("series", ns.SeriesCount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
