using System.Globalization;
using System.Text;
using NetDrms.Modules.Driver;
using NetDrms.Server.Roles;

namespace NetDrms.Server.Web;

/// <summary>The original's web programs under <c>/cgi-bin/ajax/</c>, <c>/cgi-bin/</c> and <c>/</c>: the same modules as on the command line. Spec 06 §1.</summary>
/// <param name="site">The site.</param>
/// <param name="log">Gets what programs print on standard error.</param>
internal sealed class ProgramEndpoints(SiteAccess site, ILogger<ProgramEndpoints> log)
{
    private const int LongestComplaint = 2000;
    private static readonly string[] s_methods = ["GET", "HEAD", "POST"];

    /// <summary>Makes the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string prefix in (string[])["/cgi-bin/ajax/", "/cgi-bin/", "/"])
            routes.MapMethods(prefix + "{program}", s_methods, AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string program = (string)http.Request.RouteValues["program"]!;
        if (ModuleTable.CreateForWeb(program) is not IModule module)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        await using CgiBody body = new(http.Response);
        using MemoryStream error = new();
        await using StreamWriter errorWriter = ModuleRunner.ErrorWriter(error);
        Surroundings surroundings = new()
        {
            In = new Lazy<Stream>(() => http.Request.Body),
            Out = body,
            Error = error,
            Environment = name => Variable(http, name),
            Folder = "/",
            InvokedAs = program,
            Site = site,
            IsWeb = true,
        };
        int exitCode = await new ModuleRunner(surroundings).RunAsync(module, module.Definition.Name, [], errorWriter, http.RequestAborted);
        await errorWriter.FlushAsync(http.RequestAborted);
        await body.FlushAsync(http.RequestAborted);
        if (error.Length > 0)
            log.ProgramComplained(program, exitCode, Encoding.UTF8.GetString(error.GetBuffer(), 0, (int)Math.Min(error.Length, LongestComplaint)));
    }

    // What a web server tells a program of the request.
    private static string? Variable(HttpContext http, string name) => name switch
    {
        "QUERY_STRING" => http.Request.QueryString.HasValue ? http.Request.QueryString.Value![1..] : "",
        "REQUEST_METHOD" => HttpMethods.IsPost(http.Request.Method) ? "POST" : "GET",
        "CONTENT_LENGTH" => http.Request.ContentLength?.ToString(CultureInfo.InvariantCulture),
        "CONTENT_TYPE" => http.Request.ContentType,
        "REMOTE_ADDR" => http.Connection.RemoteIpAddress?.ToString(),
        "HTTP_REFERER" => http.Request.Headers.Referer,
        _ => null,
    };
}
