using System.CommandLine;
using System.Text;
using NetDrms.Database.Schema;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Daemon;

namespace NetDrms.Cli.Administration;

/// <summary><c>drms site init|up|down|status|env|unit</c>.</summary>
internal static class SiteCommands
{
    private const string Green = "\u001b[32m";
    private const string Red = "\u001b[31m";
    private const string Plain = "\u001b[0m";

    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("site", "Make, start, stop and look at a site.")
    {
        Init(context), Up(context), Down(context), Status(context), Env(context), Unit(context),
    };

    private static Command Init(AdministrationContext context)
    {
        Option<string?> name = new("--name") { Description = "Short name of a new site (demo)." };
        Option<string?> code = new("--code") { Description = "Site code of a new site, 0 to 0x7FFF (0x4000, private).", HelpName = "number" };
        Option<string?> drms = new("--drms") { Description = "Use a PostgreSQL server of your own for the DRMS database, not a private cluster.", HelpName = "connection string" };
        Option<string?> sums = new("--sums") { Description = "The same for the SUMS database; both are needed.", HelpName = "connection string" };
        Option<int?> port = new("--sums-port") { Description = "TCP port of the storage daemon (6002, or a free one when it is taken)." };
        Option<int?> webPort = new("--web-port") { Description = "TCP port of the pages and web programs (8080, or a free one when it is taken)." };
        Option<string?> account = new("--user") { Description = "Operating-system user for the daemons when root makes the site (netdrms)." };
        Option<string[]> partitions = new("--partition") { Description = "A folder for storage units; may be repeated (SUM0 and SUM1 in the site's folder).", HelpName = "folder" };
        Option<string?> role = new("--db-user") { Description = "Database user to have (your login name)." };
        Option<string[]> namespaces = new("--namespace") { Description = "A namespace of that user beside his own; may be repeated (demo)." };
        Command init = new("init", "Make a site, or what an existing one lacks. A site that cannot be made whole leaves nothing behind.")
        {
            context.Folder, context.SiteOption, name, code, drms, sums, port, webPort, account, partitions, role, namespaces,
        };
        init.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(drms) is null != parsed.GetValue(sums) is null)
                throw new DrmsException(ErrorCode.Argument, "--drms and --sums go together");
            SiteRequest request = new()
            {
                Folder = context.FolderOf(parsed),
                Name = parsed.GetValue(name),
                Code = Code(parsed.GetValue(code)),
                Drms = parsed.GetValue(drms),
                Sums = parsed.GetValue(sums),
                SumsPort = parsed.GetValue(port),
                WebPort = parsed.GetValue(webPort),
                AccountName = parsed.GetValue(account),
                Partitions = [.. (parsed.GetValue(partitions) ?? []).Select(p => Path.GetFullPath(p, context.Surroundings.Folder))],
                User = parsed.GetValue(role) ?? Environment.UserName,
                Namespaces = parsed.GetValue(namespaces) is { Length: > 0 } given ? given : ["demo"],
            };
            SiteHome home = await new SiteMaker(context.Surroundings.Environment, context).MakeAsync(request, cancel);
            await context.Out.WriteLineAsync($"site {home.Options.Identity.Name} is in {home.Folder}");
            return ExitCode.Ok;
        });
        return init;
    }

    private static Command Up(AdministrationContext context)
    {
        Command up = new("up", "Start what does not run, and wait until it answers.") { context.Folder, context.SiteOption };
        up.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            await new SiteRunner(home, context.Surroundings.Environment, context).UpAsync(cancel);
            await context.Out.WriteLineAsync($"site {home.Options.Identity.Name} in {home.Folder} is up");
            return ExitCode.Ok;
        });
        return up;
    }

    private static Command Down(AdministrationContext context)
    {
        Command down = new("down", "Stop the storage daemon, then the private cluster.") { context.Folder, context.SiteOption };
        down.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            await new SiteRunner(home, context.Surroundings.Environment, context).DownAsync(cancel);
            await context.Out.WriteLineAsync($"site {home.Options.Identity.Name} in {home.Folder} is down");
            return ExitCode.Ok;
        });
        return down;
    }

    private static Command Status(AdministrationContext context)
    {
        Command status = new("status", "Show each part of the site, and what to do about it. Exit code 1 when a part does not do its work.") { context.Folder, context.SiteOption, context.Json };
        status.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            SiteRunner runner = new(home, context.Surroundings.Environment, context);
            IReadOnlyList<SitePart> parts = await new SiteStatus(home, runner.Daemon).LookAsync(cancel);
            if (parsed.GetValue(context.Json))
                WriteJson(context, home, parts);
            else
                WriteText(context, home, parts);
            return parts.All(p => p.IsWell) ? ExitCode.Ok : ExitCode.Error;
        });
        return status;
    }

    private static Command Env(AdministrationContext context)
    {
        Option<bool> csh = new("--csh") { Description = "Print setenv lines for csh and tcsh." };
        Command env = new("env", "Print the variables that let psql and original modules reach the databases: eval \"$(drms site env)\"") { context.Folder, context.SiteOption, csh, context.Json };
        env.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            IReadOnlyList<(string Name, string Value)> variables = Variables(home);
            if (parsed.GetValue(context.Json))
            {
                context.WriteJson(json =>
                {
                    json.WriteStartObject();
                    foreach ((string name, string value) in variables)
                        json.WriteString(name, value);
                    json.WriteEndObject();
                });
                return ExitCode.Ok;
            }
            foreach ((string name, string value) in variables)
                await context.Out.WriteLineAsync(parsed.GetValue(csh) ? $"setenv {name} {Quoted(value)}" : $"export {name}={Quoted(value)}");
            return ExitCode.Ok;
        });
        return env;
    }

    private static Command Unit(AdministrationContext context)
    {
        Command unit = new("unit", "Print a unit by which systemd runs the site: drms site unit > /etc/systemd/system/netdrms.service") { context.Folder, context.SiteOption };
        unit.SetAction(async (parsed, cancel) =>
        {
            SiteHome home = context.Home(parsed);
            SumsOptions sums = SumsOptions.Read(home.Settings.Section("sums"));
            string drmsd = await new DaemonProcess(home, sums, context.Surroundings.Environment).ProgramAsync(null, cancel);
            await context.Out.WriteAsync(SystemdUnit.Of(home, sums, Environment.ProcessPath ?? "drms", drmsd));
            return ExitCode.Ok;
        });
        return unit;
    }

    private static List<(string Name, string Value)> Variables(SiteHome home)
    {
        DatabaseTarget drms = home.Drms;
        string port = drms.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            (SiteHome.FolderVariable, home.Folder),
            ("JSOC_DBHOST", drms.HostAndPort), ("JSOC_DBNAME", drms.Database), ("JSOC_DBUSER", drms.User),
            ("PGHOST", drms.Host), ("PGPORT", port), ("PGDATABASE", drms.Database), ("PGUSER", drms.User),
        ];
    }

    private static void WriteText(AdministrationContext context, SiteHome home, IReadOnlyList<SitePart> parts)
    {
        context.Out.WriteLine($"site {home.Options.Identity.Name} in {home.Folder}");
        int names = parts.Max(p => p.Name.Length);
        int states = parts.Max(p => p.State.Length);
        foreach (SitePart part in parts)
        {
            StringBuilder line = new();
            line.Append("  ").Append(part.Name.PadRight(names)).Append("  ");
            line.Append(context.IsTerminal ? part.IsWell ? Green : Red : "").Append(part.State.PadRight(states)).Append(context.IsTerminal ? Plain : "");
            line.Append("  ").Append(part.Detail);
            context.Out.WriteLine(line);
            if (part.Advice is string advice)
                context.Out.WriteLine($"  {new string(' ', names + states + 2)}  -> {advice}");
        }
    }

    private static void WriteJson(AdministrationContext context, SiteHome home, IReadOnlyList<SitePart> parts) => context.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", home.Options.Identity.Name);
        json.WriteString("folder", home.Folder);
        json.WriteBoolean("well", parts.All(p => p.IsWell));
        json.WriteStartArray("parts");
        foreach (SitePart part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteBoolean("well", part.IsWell);
            json.WriteString("state", part.State);
            json.WriteString("detail", part.Detail);
            if (part.Advice is not null)
                json.WriteString("advice", part.Advice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static int? Code(string? text)
    {
        if (text is null)
            return null;
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(hex ? text[2..] : text, hex ? System.Globalization.NumberStyles.AllowHexSpecifier : System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int code) && code <= 0x7FFF
            ? code
            : throw new DrmsException(ErrorCode.Argument, $"--code {text} is not a number from 0 to 0x7FFF");
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
