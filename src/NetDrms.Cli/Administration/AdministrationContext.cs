using System.CommandLine;
using System.Text.Json;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary>What the administration's commands share: output, progress, and the site they work on.</summary>
/// <param name="surroundings">The process.</param>
/// <param name="output">Results.</param>
/// <param name="error">Everything else.</param>
internal sealed class AdministrationContext(Surroundings surroundings, TextWriter output, TextWriter error) : IProgress<string>
{
    private const string UsualFolder = "site";

    /// <summary>Names the site.</summary>
    public Option<string?> SiteOption { get; } = new("--site") { Description = "Folder of the site; otherwise $NETDRMS_SITE, or ./site.", HelpName = "folder" };

    /// <summary>Names the site without the word <c>--site</c>, for the commands whose object it is.</summary>
    public Argument<string?> Folder { get; } = new("folder") { Description = "The same as --site.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Results as JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    /// <summary>Change nothing.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run", "-n") { Description = "Only tell what would change." };

    /// <summary>The process.</summary>
    public Surroundings Surroundings => surroundings;

    /// <summary>Standard output.</summary>
    public TextWriter Out => output;

    /// <summary>True when a person reads standard output: then there is colour.</summary>
    public bool IsTerminal => surroundings.IsOutputTerminal;

    /// <summary>Tells what is being done, on standard error.</summary>
    public void Report(string value)
    {
        error.WriteLine(value);
        error.Flush();
    }

    /// <summary>Folder of the site that is meant, whether it exists or not.</summary>
    public string FolderOf(ParseResult parsed) =>
        SiteHome.Locate(parsed.GetValue(SiteOption) ?? (parsed.CommandResult.Command.Arguments.Contains(Folder) ? parsed.GetValue(Folder) : null), surroundings.Environment, surroundings.Folder) ?? Path.Combine(surroundings.Folder, UsualFolder);

    /// <summary>The site that is meant.</summary>
    public SiteHome Home(ParseResult parsed) => SiteHome.Open(FolderOf(parsed), surroundings.Environment);

    /// <summary>A connection to the site's DRMS database as administrator.</summary>
    public Task<NpgsqlConnection> AdministratorAsync(ParseResult parsed, CancellationToken cancel) => OpenAsync(Home(parsed), static home => home.DrmsAdministrator, cancel);

    /// <summary>A connection to the site's SUMS database as its daemons have it.</summary>
    public Task<NpgsqlConnection> SumsAsync(ParseResult parsed, CancellationToken cancel) => OpenAsync(Home(parsed), static home => home.Sums, cancel);

    private static async Task<NpgsqlConnection> OpenAsync(SiteHome home, Func<SiteHome, DatabaseTarget> target, CancellationToken cancel)
    {
        if (home.Options.Database.Embedded && home.Cluster.Folder.ServerProcess() is null)
            throw new DrmsException(new DrmsError(ErrorCode.DatabaseUnavailable, $"the site in \"{home.Folder}\" is not running") { Hint = "Start it with drms site up." });
        return await DatabaseConnection.OpenAsync(target(home), cancel);
    }

    /// <summary>Prints an object or a list as JSON.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
            write(json);
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
