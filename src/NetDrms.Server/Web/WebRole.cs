using System.Globalization;
using System.Net;
using NetDrms.Database.Schema;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Modules.Driver;
using NetDrms.Server.Api;
using NetDrms.Server.Pages;
using NetDrms.Server.Web.Files;
using NetDrms.Server.Web.Requests;
using NetDrms.Server.Web.Turns;
using NetDrms.Sums.Daemon;

namespace NetDrms.Server.Web;

/// <summary>Role "web": pages, programs and files for the world, read through a role that can only select.</summary>
internal static class WebRole
{
    private const int SpareConnections = 4;   // for what takes no turn: health, files

    /// <summary>Adds what the role needs.</summary>
    public static void Add(WebApplicationBuilder builder, SiteHome home, SumsOptions sums, WebOptions options, ExportOptions export)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            ServerLimits.Set(kestrel.Limits, options);
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port);
        });
        builder.Services.AddSingleton(_ => Site(home, sums, options, export));
        RequestSteps.Add(builder.Services);
        UnitFiles.Add(builder.Services);
        ProgramEndpoints.Add(builder.Services);
        ApiEndpoints.Add(builder.Services);
        PageEndpoints.Add(builder.Services);
    }

    /// <summary>Makes the routes. An endpoint that queries says <see cref="TurnEndpoints.TakesTurns"/>, one whose answers are data <see cref="PublicDataEndpoints.IsPublicData"/>.</summary>
    public static void Map(WebApplication app)
    {
        RequestSteps.Use(app);
        app.Services.GetRequiredService<HealthEndpoint>().Map(app);
        app.Services.GetRequiredService<UnitFiles>().Map(app);
        app.Services.GetRequiredService<ProgramEndpoints>().Map(app);
        app.Services.GetRequiredService<PageEndpoints>().Map(app);
        ApiEndpoints.Map(app);
    }

    private static SiteAccess Site(SiteHome home, SumsOptions sums, WebOptions options, ExportOptions export)
    {
        DatabaseTarget target = home.DrmsProduction
            .With("role", DrmsSchema.Reader)
            .With("default_transaction_read_only", "on")
            .With("statement_timeout", ((long)(options.StatementSeconds * 1000)).ToString(CultureInfo.InvariantCulture));
        return new SiteAccess(target, sums.ClientAddress)
        {
            Export = export,
            MaxRecords = options.MaxRecords,
            Catalog = new CatalogCache(TimeSpan.FromSeconds(options.CatalogSeconds), TimeProvider.System),
            Connections = DatabaseConnection.CreateSource(target, pooled: true, text =>
            {
                text.MaxPoolSize = options.Queries + SpareConnections;
                // Nothing is prepared here: Npgsql 10.0.3 takes a statement for prepared whose values (a stranger's regular expression) were refused
                // meanwhile, and the next request that runs it fails.
                text.MaxAutoPrepare = 0;
                text.NoResetOnClose = true;   // every session is read only and leaves nothing behind
            }),
        };
    }
}
