using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary><c>jsoc_userkill</c>: stops the queries of a handle. Spec 06 §1. Of the web only: it stops queries of its own process.</summary>
internal sealed class UserKill : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "jsoc_userkill",
        Summary = "Stops the queries of a handle.",
        Arguments =
        [
            new("userhandle", ArgumentType.String, "", "the handle"),
            new("QUERY_STRING", ArgumentType.String, "", "the same in the form of a web request") { FromEnvironment = true },
            new("REMOTE_ADDR", ArgumentType.String, "0.0.0.0", "address of the client") { FromEnvironment = true },
        ],
    };

    /// <inheritdoc/>
    public Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string? handle = WebForm.OfRequest(context) is { } form ? WebForm.First(form, "userhandle") : context.Arguments.Text("userhandle");
        RequestAnswer answer = new(context.Out, isText: false);
        answer.Header(isUpload: false);
        if (string.IsNullOrEmpty(handle))
            return Task.FromResult(answer.Fail(RequestStatus.Failed, "userhandle must be provided"));
        int stopped = context.Site.Queries.Stop(handle, context.Arguments.Text("REMOTE_ADDR"));
        answer.Json.BeginObject();
        answer.Json.Member("status", RequestStatus.Complete);
        answer.Json.Member("stopped", stopped);
        answer.End();
        return Task.FromResult(ExitCode.Ok);
    }
}
