using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using NetDrms.Database.Site;

namespace NetDrms.Server.Pages;

/// <summary>Renders a Razor component as the answer to a request.</summary>
/// <param name="services">What components may inject.</param>
/// <param name="logs">Gets the renderer's complaints.</param>
/// <param name="options">Section [web].</param>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory logs, WebOptions options)
{
    /// <summary>The site's address as others write it, without a slash at its end.</summary>
    public string SiteUrl(HttpRequest request) => options.PublicUrl is { Length: > 0 } url ? url : $"{request.Scheme}://{request.Host}";

    /// <summary>Answers with a page.</summary>
    /// <typeparam name="TPage">The component, whose only parameter is <c>Model</c>.</typeparam>
    /// <param name="http">The request.</param>
    /// <param name="model">The page's data.</param>
    /// <param name="status">HTTP status.</param>
    public async Task WriteAsync<TPage>(HttpContext http, object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        using MemoryStream page = new();
        await using (HtmlRenderer renderer = new(services, logs))
        await using (StreamWriter writer = new(page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            await renderer.Dispatcher.InvokeAsync(async () =>
            {
                ParameterView parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model });
                Microsoft.AspNetCore.Components.Web.HtmlRendering.HtmlRootComponent root = await renderer.RenderComponentAsync<TPage>(parameters);
                root.WriteHtmlTo(writer);
            });
        }
        HttpResponse response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), http.RequestAborted);
    }
}
