using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NetDrms.Server.Monitor;
using NetDrms.Server.Pages;
using NetDrms.Server.Roles;
using NetDrms.Server.Web;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;

namespace NetDrms.Server;

/// <summary>The program drmsd: opens a site, plays its roles until it is told to stop.</summary>
internal static class DaemonProgram
{
    private const int Failed = 1;
    private const int Usage = 2;
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    private const string Help = """
        usage: drmsd [--site <folder>] [--loglevel <level>] [--test]
               drmsd [--site <folder>] --sockport <port> [--maxconn <n>] [--dbhost <host>] [--dbport <port>] [--dbname <name>] [--dbuser <user>]

        Runs the daemons of a NetDRMS site until SIGTERM or SIGINT. Usually started by drms site up or by systemd.
        With a port it is a further storage daemon of the site, which plays no other role; drms sums start starts those.

          --site <folder>         Folder of the site; otherwise $NETDRMS_SITE, or ./site.
          --sockport, -s <port>   Port of a further storage daemon.
          --maxconn, -m <n>       Its most connections (max_connections of [sums]).
          --dbhost, -H   --dbport, -P   --dbname, -N   --dbuser, -U
                                  Its SUMS database, where it is not the site's.
          --loglevel, -L <level>  critical, error, warning, info or debug (log_level of [daemon]).
          --test, -t              Only check the configuration.
          --help, -h              This text.

        Section [daemon] of site.toml names the roles. Log lines go to standard output, one JSON object each.
        Exit codes: 0 stopped as told, 1 could not start, 2 wrong arguments.

        """;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string, string?> environment)
    {
        if (!DaemonArguments.TryParse(arguments, out DaemonArguments? given, out string? mistake))
        {
            await Console.Error.WriteAsync($"drmsd: {mistake}\n{Help}");
            return Usage;
        }
        if (given.WantsHelp)
        {
            await Console.Out.WriteAsync(Help);
            return 0;
        }
        try
        {
            string folder = SiteHome.Locate(given.Site, environment, Directory.GetCurrentDirectory())
                ?? throw new DrmsException(new DrmsError(ErrorCode.Configuration, "no site was named, and there is none in ./site") { Hint = "drmsd --site <folder>" });
            SiteHome home = SiteHome.Open(folder, environment);
            LeapSecondsFile.Use(home, environment);
            await ServeAsync(home, given);
            return 0;
        }
        catch (DrmsException failure)
        {
            await Console.Error.WriteLineAsync(Describe(failure.Error));
            return Failed;
        }
    }

    private static async Task ServeAsync(SiteHome home, DaemonArguments given)
    {
        SumsOptions sums = given.Change(SumsOptions.Read(home.Settings.Section("sums")));
        DaemonOptions daemon = given.Change(DaemonOptions.Read(home.Settings.Section("daemon")));
        StewardOptions steward = StewardOptions.Read(home.Settings.Section("steward"));
        ArchiveOptions archive = ArchiveOptions.Read(home.Settings.Section("archive")).For(home.Folder, sums);
        sums = sums with { Archive = archive };
        steward = steward with { Archive = archive };
        home.Settings.Add(archive.Check());
        home.Settings.Add(sums.Check());
        home.Settings.Add(steward.Check());
        home.Settings.Add(daemon.Check());
        WebOptions web = WebOptions.Read(home.Settings.Section("web"));
        ExportOptions export = ExportOptions.Read(home.Settings.Section("export"));
        home.Settings.Add(web.Check());
        home.Settings.CheckUnknown(Environment.GetEnvironmentVariables());
        home.Settings.ThrowIfMistaken();
        if (given.IsTest)
            return;
        using SiteLock only = SiteLock.TryTake(Path.Combine(home.RunFolder, given.Port is int number ? $"sumsd-{number}.lock" : "drmsd.lock"))
            ?? throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"{(given.Port is null ? "a drmsd serves" : "a storage daemon of that port serves")} \"{home.Folder}\" already")
            {
                Hint = given.Port is null ? "drms site status shows it." : "drms sums status shows it.",
            });
        await using WebApplication host = Build(home, given, sums, steward, daemon, web, export);
        if (given.Port is not null)   // the files that tell of the site are its first daemon's
        {
            await host.RunAsync();
            return;
        }
        await StartAsync(host, home, daemon, web);
        home.DaemonPid.Write();
        try
        {
            await host.WaitForShutdownAsync();
        }
        finally
        {
            home.DaemonPid.Delete();
            File.Delete(home.WebUrlFile);
            File.Delete(home.MonitorUrlFile);
        }
    }

    private static async Task StartAsync(WebApplication host, SiteHome home, DaemonOptions daemon, WebOptions web)
    {
        File.Delete(home.WebUrlFile);
        File.Delete(home.MonitorUrlFile);
        try
        {
            await host.StartAsync();
        }
        catch (IOException failure) when (failure.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            bool isWeb = failure.Message.Contains($":{web.Port}", StringComparison.Ordinal) && daemon.Roles.Contains("web");
            (int port, string address, string key) = isWeb ? (web.Port, web.Address, "port in section [web]") : (daemon.MonitorPort, daemon.MonitorAddress, "monitor_port in section [daemon]");
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"another program listens on port {port} of {address} already")
            {
                Hint = $"Choose another one: {key} of site.toml.",
            }, failure);
        }
        Queue<string> urls = new((host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(static url => url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal) + "\n"));
        if (daemon.Roles.Contains("web") && urls.TryDequeue(out string? world))
            await File.WriteAllTextAsync(home.WebUrlFile, world);
        if (daemon.MonitorPort >= 0 && urls.TryDequeue(out string? monitor))
            await File.WriteAllTextAsync(home.MonitorUrlFile, monitor);
    }

    private static WebApplication Build(SiteHome home, DaemonArguments given, SumsOptions sums, StewardOptions steward, DaemonOptions daemon, WebOptions web, ExportOptions export)
    {
        // The empty builder: no configuration files or variables beside site.toml's.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "drmsd", ContentRootPath = home.Folder });
        builder.Logging.SetMinimumLevel(Enum.Parse<LogLevel>(daemon.LogLevel, ignoreCase: true));
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);   // it advises Ctrl+C to a log file
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);   // requests have a log of ours
        builder.Logging.AddJsonConsole(format =>
        {
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Services.AddSystemd();
        builder.Services.AddMetrics();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(sums.DrainSeconds) + StopMargin);
        builder.Services.AddSingleton(home);
        builder.Services.AddSingleton(new StorageDatabase(given.Change(home.Sums)));
        builder.Services.AddSingleton(new KeptLogs(given.Port is int port ? [$"sumsd-{port}.log"] : ["drmsd.log", "cluster.log"]));
        builder.Services.AddSingleton(sums);
        builder.Services.AddHostedService<LogKeeper>();
        if (daemon.Roles.Contains("sums"))
            builder.Services.AddHostedService<SumsRole>();
        builder.Services.AddSingleton(steward);
        if (daemon.Roles.Contains("steward"))
            builder.Services.AddHostedService<StewardRole>();
        AddListeners(builder, home, sums, daemon, web, export);
        WebApplication app = builder.Build();
        if (daemon.MonitorPort >= 0)
            MonitorPort.Map(app);
        if (daemon.Roles.Contains("web"))
            WebRole.Map(app);
        return app;
    }

    private static void AddListeners(WebApplicationBuilder builder, SiteHome home, SumsOptions sums, DaemonOptions daemon, WebOptions web, ExportOptions export)
    {
        bool isWeb = daemon.Roles.Contains("web");
        if (!isWeb && daemon.MonitorPort < 0)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(web);
        builder.Services.AddSingleton<PageRenderer>();
        if (isWeb)
            WebRole.Add(builder, home, sums, web, export);
        if (daemon.MonitorPort < 0)
            return;
        MonitorPort.Add(builder);
        builder.WebHost.ConfigureKestrel(kestrel => MonitorPort.Listen(kestrel, daemon));   // after the world's: addresses are told in this order
    }

    private static string Describe(DrmsError error) =>
        string.Join('\n', new[] { $"drmsd: {(error.File is null ? "" : $"{error.File}:{error.Line}: ")}{error.Message}", error.Detail, error.Hint }.Where(line => line is not null));
}
