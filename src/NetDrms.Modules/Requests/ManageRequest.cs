using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Modules.Addresses;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary><c>manage-request</c>: looks for a person's pending request, or cancels it. Spec 06 §4.4. Nothing is queued here, so there is never one.</summary>
internal sealed class ManageRequest : IModule
{
    private const string None = "1";
    private const string WrongArguments = "-1";
    private static readonly string[] s_operations = ["check", "cancel"];

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "manage_request",
        Summary = "Looks for the pending export request of a mail address, or cancels it, as JSON.",
        Arguments =
        [
            new("address", ArgumentType.String, "", "mail address of the person"),
            new("operation", ArgumentType.String, "", "check or cancel"),
            new("QUERY_STRING", ArgumentType.String, "", "the same arguments in the form of a web request") { FromEnvironment = true },
        ],
        Notes = ["This site answers requests at once, so none is ever pending."],
        Examples = ["manage_request address=user@example.com operation=check"],
        UsesDatabase = false,
    };

    /// <inheritdoc/>
    public Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        string Text(string name) => form is null ? context.Arguments.Text(name) : WebForm.First(form, name) ?? "";
        string address = Text("address");
        string operation = Text("operation");
        context.Out.Text("Content-type: application/json\n\n");
        if (address.Length == 0)
            Answer(context.Out, WrongArguments, AddressMessages.Missing);
        else if (!ExportAddress.IsPlausible(address))
            Answer(context.Out, WrongArguments, AddressMessages.Implausible);
        else if (!s_operations.Contains(operation))
            Answer(context.Out, WrongArguments, $"operation \"{operation}\" is not one of {string.Join(", ", s_operations)}");
        else
            Answer(context.Out, None, $"no existing export request for export user {address}");
        return Task.FromResult(ExitCode.Ok);
    }

    // Its status is a text, unlike that of every other program.
    private static void Answer(OutputBuffer output, string status, string message)
    {
        JsonWriter json = new(output);
        json.BeginObject();
        json.Member("status", status);
        json.Member("msg", message);
        json.EndObject();
        output.EndLine();
    }
}
