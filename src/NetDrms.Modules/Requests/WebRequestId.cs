using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary><c>jsoc_WebRequestID</c>: gives a page a handle by which it can stop its queries. Spec 06 §1. Of the web only: a handle is one of its process.</summary>
internal sealed class WebRequestId : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "jsoc_WebRequestID",
        Summary = "Gives a handle for queries of the web.",
        Arguments = [],
    };

    /// <inheritdoc/>
    public Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        context.Out.Text($"Content-type: application/json\n\n{{\"handle\":\"{context.Site.Queries.NextHandle(context.Surroundings.Clock.GetUtcNow())}\"}}\n");
        return Task.FromResult(ExitCode.Ok);
    }
}
