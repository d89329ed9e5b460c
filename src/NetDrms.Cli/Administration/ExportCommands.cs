using System.CommandLine;
using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Addresses;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary><c>drms export users add|remove|list</c>. Spec 06 §4.3.</summary>
internal static class ExportCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("export", "Say who may ask for exports.")
    {
        new Command("users", "Add, remove and list mail addresses that may ask for exports, where policy = \"registered\" in section [export].")
        {
            Add(context), Remove(context), List(context),
        },
    };

    private static Command Add(AdministrationContext context)
    {
        Argument<string> address = new("address") { Description = "Mail address of the person." };
        Option<string?> name = new("--name") { Description = "Name of the person." };
        Option<string?> postal = new("--postal-address") { Description = "Postal address of the person." };
        Command add = new("add", "Register an address, or confirm one that is pending.") { address, name, postal, context.SiteOption, context.DryRun };
        add.SetAction(async (parsed, cancel) =>
        {
            string mail = parsed.GetRequiredValue(address).Trim();
            if (!ExportAddress.IsWhole(mail))
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{mail}\" is not a mail address") { Hint = "Write name@example.org." });
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            bool dryRun = parsed.GetValue(context.DryRun);
            int id = await ExportUsers.AddAsync(connection, context.Home(parsed).Options.Database.ProductionUser, mail, parsed.GetValue(name), parsed.GetValue(postal), dryRun ? Commitment.DryRun : Commitment.Real, cancel);
            await context.Out.WriteLineAsync(dryRun ? $"would register {mail}" : string.Create(CultureInfo.InvariantCulture, $"registered {mail} as user {id}"));
            return ExitCode.Ok;
        });
        return add;
    }

    private static Command Remove(AdministrationContext context)
    {
        Argument<string> address = new("address") { Description = "Mail address of the person." };
        Command remove = new("remove", "Remove an address and what is known of its person.") { address, context.SiteOption, context.DryRun };
        remove.SetAction(async (parsed, cancel) =>
        {
            string mail = parsed.GetRequiredValue(address).Trim();
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            bool dryRun = parsed.GetValue(context.DryRun);
            if (!await ExportUsers.RemoveAsync(connection, mail, dryRun ? Commitment.DryRun : Commitment.Real, cancel))
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"address \"{mail}\" is not registered") { Hint = "drms export users list shows those that are." });
            await context.Out.WriteLineAsync($"{(dryRun ? "would remove" : "removed")}: {mail}");
            return ExitCode.Ok;
        });
        return remove;
    }

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the addresses.") { context.SiteOption, context.Json };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.AdministratorAsync(parsed, cancel);
            List<ExportUser> users = [];
            await foreach (ExportUser user in ExportUsers.ListAsync(connection, cancel))
                users.Add(user);
            if (parsed.GetValue(context.Json))
                WriteJson(context, users);
            else
            {
                TextTable.Write(context.Out, ["address", ">id", "name", "since", "state"],
                    [.. users.Select(u => (IReadOnlyList<string>)[u.Address, u.Id.ToString(CultureInfo.InvariantCulture), u.Name ?? "-", u.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), u.IsPending ? "pending" : "registered"])]);
            }
            return ExitCode.Ok;
        });
        return list;
    }

    private static void WriteJson(AdministrationContext context, IReadOnlyList<ExportUser> users) => context.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (ExportUser user in users)
        {
            json.WriteStartObject();
            json.WriteString("address", user.Address);
            json.WriteNumber("id", user.Id);
            json.WriteString("name", user.Name);
            json.WriteString("postal_address", user.PostalAddress);
            json.WriteBoolean("pending", user.IsPending);
            json.WriteString("since", user.Since);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
