using NetDrms.Server.Web.Requests;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Api;

/// <summary>The addresses under <c>/api/v1/</c>.</summary>
internal static class ApiEndpoints
{
    private const string Root = "/api/v1";

    private static readonly string[] s_methods = ["GET", "HEAD"];

    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services) => services
        .AddSingleton<ApiProblems>()
        .AddSingleton<ApiCall>()
        .AddSingleton<SiteAddress>()
        .AddSingleton<RecordTableAnswer>()
        .AddSingleton<RecordsEndpoint>();

    /// <summary>Makes the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ApiCall call = routes.ServiceProvider.GetRequiredService<ApiCall>();
        RecordsEndpoint records = routes.ServiceProvider.GetRequiredService<RecordsEndpoint>();
        Route(Root + "/records", records.AnswerAsync);

        void Route(string pattern, Func<HttpContext, Task> answer) => routes.MapMethods(pattern, s_methods, http => call.RunAsync(http, answer)).TakesTurns().IsPublicData();
    }
}
