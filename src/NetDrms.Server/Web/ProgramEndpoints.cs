using System.Globalization;
using System.Text;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Server.Roles;
using NetDrms.Server.Web.Requests;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Web;

/// <summary>The original's web programs under <c>/cgi-bin/ajax/</c>, <c>/cgi-bin/</c> and <c>/</c>: the same modules as on the command line. Spec 06 §1.</summary>
/// <param name="site">The site.</param>
/// <param name="options">The limits, for messages.</param>
/// <param name="log">Gets what programs print on standard error.</param>
internal sealed class ProgramEndpoints(SiteAccess site, WebOptions options, ILogger<ProgramEndpoints> log)
{
    private const int LongestComplaint = 2000;
    private static readonly string[] s_methods = ["GET", "HEAD", "POST"];

    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.Configure<RouteOptions>(static routes => routes.SetParameterPolicy<ProgramConstraint>(ProgramConstraint.Name));
        services.AddSingleton<ProgramEndpoints>();
    }

    /// <summary>Makes the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string prefix in (string[])["/cgi-bin/ajax/", "/cgi-bin/", "/"])
        {
            routes.MapMethods($"{prefix}{{program:{ProgramConstraint.Name}}}", s_methods, http => AnswerAsync(http, (string)http.Request.RouteValues["program"]!)).IsPublicData().TakesTurns();
            foreach (string name in ModuleTable.WithoutTurn)
                routes.MapMethods(prefix + name, s_methods, http => AnswerAsync(http, name)).IsPublicData();
        }
    }

    private async Task AnswerAsync(HttpContext http, string program)
    {
        if (ModuleTable.CreateForWeb(program) is not IModule module)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        RequestFacts facts = RequestFacts.Of(http);
        facts.Program = program;
        facts.Subject = QuerySubject.Of(http.Request.QueryString.Value);
        http.Response.ContentType = "application/json; charset=utf-8";
        using CancellationTokenSource? headerSuffices = HttpMethods.IsHead(http.Request.Method) ? CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted) : null;
        await using CgiBody body = new(http.Response, headerSuffices);
        await RunAsync(http, module, program, body, headerSuffices?.Token ?? http.RequestAborted);
    }

    private async Task RunAsync(HttpContext http, IModule module, string program, CgiBody body, CancellationToken cancel)
    {
        byte[]? form = HttpMethods.IsPost(http.Request.Method) ? await ReadFormAsync(http.Request, cancel) : null;
        using MemoryStream error = new();
        await using StreamWriter errorWriter = ModuleRunner.ErrorWriter(error);
        Surroundings surroundings = new()
        {
            In = new Lazy<Stream>(() => form is null ? Stream.Null : new MemoryStream(form)),
            Out = body,
            Error = error,
            Environment = name => Variable(http, form, name),
            Folder = "/",
            InvokedAs = program,
            Site = site,
            IsWeb = true,
        };
        ModuleRunner runner = new(surroundings);
        int exitCode = await runner.RunAsync(module, module.Definition.Name, [], errorWriter, cancel);
        await errorWriter.FlushAsync(CancellationToken.None);
        http.RequestAborted.ThrowIfCancellationRequested();
        string complaint = Encoding.UTF8.GetString(error.GetBuffer(), 0, (int)Math.Min(error.Length, LongestComplaint));
        if (cancel.IsCancellationRequested)
            return;   // the header of a HEAD
        bool isCut = runner.Interruption is not null && body.HasContent;
        if (isCut || (exitCode != ExitCode.Ok && !body.HasContent))
            body.WriteFailure(runner.Interruption is DrmsError why ? Describe(program, why) : complaint);
        await body.FlushAsync(http.RequestAborted);
        if (complaint.Length > 0)
            log.ProgramComplained(http.TraceIdentifier, program, exitCode, RequestFacts.Shortened(complaint));
        if (isCut)
            await CutAsync(http);
    }

    private string Describe(string program, DrmsError error)
    {
        string? detail = error.Detail ?? (error.Code == ErrorCode.Limit ? string.Create(CultureInfo.InvariantCulture, $"Queries of this site end after {options.StatementSeconds} s; narrow the record set.") : null);
        return string.Join('\n', new[] { $"{program}: {error.Message}", detail, error.Hint }.Where(static line => line is not null));
    }

    // Rows are missing: the end of the answer must not look like one. The time lets the message reach the client before.
    private static async Task CutAsync(HttpContext http)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), http.RequestAborted);
        http.Abort();
    }

    private static async Task<byte[]> ReadFormAsync(HttpRequest request, CancellationToken cancel)
    {
        using MemoryStream form = new();
        try
        {
            await request.Body.CopyToAsync(form, cancel);
        }
        catch (Exception failure) when (failure is IOException and not BadHttpRequestException or OverflowException)
        {
            throw new BadHttpRequestException("the body of the request cannot be read", failure);   // a size of a chunk that is none
        }
        return form.ToArray();
    }

    // What a web server tells a program of the request.
    private static string? Variable(HttpContext http, byte[]? form, string name) => name switch
    {
        "QUERY_STRING" => http.Request.QueryString.HasValue ? http.Request.QueryString.Value![1..] : "",
        "REQUEST_METHOD" => form is not null ? "POST" : "GET",
        "CONTENT_LENGTH" => form?.Length.ToString(CultureInfo.InvariantCulture),
        "CONTENT_TYPE" => http.Request.ContentType,
        "REMOTE_ADDR" => http.Connection.RemoteIpAddress?.ToString(),
        "HTTP_REFERER" => http.Request.Headers.Referer,
        _ => null,
    };
}
