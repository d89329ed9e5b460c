using NetDrms.Model.Errors;
using NetDrms.Server.Web.Requests;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Api;

/// <summary>The addresses under <c>/api/v1/</c>.</summary>
internal static class ApiEndpoints
{
    private const string Root = "/api/v1";

    private static readonly string[] s_methods = ["GET", "HEAD"];
    private static readonly string[] s_known = ["/series", "/series/{name}", "/records", "/files", "/openapi.json"];

    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services) => services
        .AddSingleton<ApiProblems>()
        .AddSingleton<ApiCall>()
        .AddSingleton<SiteAddress>()
        .AddSingleton<TableSender>()
        .AddSingleton<SeriesListEndpoint>()
        .AddSingleton<SeriesEndpoint>()
        .AddSingleton<RecordsEndpoint>()
        .AddSingleton<FilesEndpoint>();

    /// <summary>Makes the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        IServiceProvider services = routes.ServiceProvider;
        ApiCall call = services.GetRequiredService<ApiCall>();
        Func<HttpContext, Task>[] answers =
        [
            services.GetRequiredService<SeriesListEndpoint>().AnswerAsync,
            services.GetRequiredService<SeriesEndpoint>().AnswerAsync,
            services.GetRequiredService<RecordsEndpoint>().AnswerAsync,
            services.GetRequiredService<FilesEndpoint>().AnswerAsync,
            OpenApiDocument.AnswerAsync,
        ];
        for (int i = 0; i < answers.Length; i++)
        {
            Func<HttpContext, Task> answer = answers[i];
            IEndpointConventionBuilder endpoint = routes.MapMethods(Root + s_known[i], s_methods, http => call.RunAsync(http, answer)).IsPublicData();
            if (answer != OpenApiDocument.AnswerAsync)
                endpoint.TakesTurns();
            routes.Map(Root + s_known[i], static http => ApiCall.AnswerAsync(http, NoMethod(http))).WithOrder(1).IsPublicData();
        }
        routes.Map(Root + "/{**rest}", static http => ApiCall.AnswerAsync(http, NoAddress(http))).WithOrder(2).IsPublicData();
    }

    private static ApiProblem NoMethod(HttpContext http) => new(StatusCodes.Status405MethodNotAllowed, new DrmsError(ErrorCode.Argument, $"this address does not take {Excerpt.Of(http.Request.Method)}"))
    {
        Allow = string.Join(", ", s_methods),
    };

    private static ApiProblem NoAddress(HttpContext http) => new(StatusCodes.Status404NotFound, new DrmsError(ErrorCode.Argument, $"there is no address \"{Excerpt.Of(http.Request.Path)}\"")
    {
        Hint = NearestName.Hint(http.Request.Path.Value, s_known.Select(known => Root + known)) ?? "The addresses stand in /api/v1/openapi.json.",
    });
}
