using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Addresses;

/// <summary><c>checkAddress</c>: tells whether a mail address is registered for exports. Spec 06 §4.1.</summary>
internal sealed class CheckAddress : IModule
{
    private const int Unregistrable = -3;
    private const int WrongArguments = -2;
    private const int SqlFailure = -5;
    private const int NoConnection = -6;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "checkAddress",
        Summary = "Tells whether a mail address is registered for exports, as JSON.",
        Arguments =
        [
            new("address", ArgumentType.String, "", "the address; in a form it may be encoded twice"),
            new("checkonly", ArgumentType.String, "0", "1: only look"),
            new("name", ArgumentType.String, "", "name of the person; not used"),
            new("snail", ArgumentType.String, "", "postal address of the person; not used"),
            new("QUERY_STRING", ArgumentType.String, "", "the same arguments in the form of a web request") { FromEnvironment = true },
        ],
        Notes = ["Addresses are registered by the administrator: drms export users add. The exit code is 0 whatever the answer is."],
        Examples = ["checkAddress address=user@example.com checkonly=1"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        string Text(string name) => form is null ? context.Arguments.Text(name) : WebForm.First(form, name) ?? "";
        context.Out.Text("Content-type: application/json\n\n");
        string address = form is null ? Text("address") : WebForm.Decode(Text("address").Replace("+", "%2B", StringComparison.Ordinal));
        if (address.Length == 0)
            return Answer(context.Out, WrongArguments, AddressMessages.Missing, null);
        if (!ExportAddress.IsPlausible(address))
            return Answer(context.Out, WrongArguments, AddressMessages.Implausible, null);
        try
        {
            await using DrmsSession session = await context.OpenSessionAsync(cancel, trust: form is null ? Trust.LocalUser : Trust.Stranger);
            ExportAddress known = await ExportAddress.FindAsync(session.Connection, address, cancel);
            return Answer(context.Out, known, isCheckOnly: Text("checkonly") is not ("" or "0"));
        }
        catch (NpgsqlException failure)
        {
            context.Error.Print(DatabaseFailure.Describe(failure));
            return Answer(context.Out, SqlFailure, "could not look the address up; try again later", null);
        }
        catch (DrmsException failure) when (failure.Error.Code is ErrorCode.DatabaseUnavailable or ErrorCode.Database)
        {
            context.Error.Print(failure.Error);
            return Answer(context.Out, NoConnection, "unable to connect to the database", null);
        }
    }

    private static int Answer(OutputBuffer output, ExportAddress known, bool isCheckOnly) => known.State switch
    {
        AddressState.Registered => Answer(output, (int)known.State, AddressMessages.Registered, known.UserId),
        AddressState.Pending => Answer(output, (int)known.State, AddressMessages.Pending, -1),
        _ when isCheckOnly => Answer(output, (int)known.State, AddressMessages.Unknown, -1),
        // no registration was begun: there is no mail server to ask the person by
        _ => Answer(output, Unregistrable, AddressMessages.ByAdministrator, null),
    };

    private static int Answer(OutputBuffer output, int status, string message, int? user)
    {
        JsonWriter json = new(output);
        json.BeginObject();
        json.Member("status", status);
        json.Member("msg", message);
        json.Name("user_id");
        if (user is int id)
            json.Value(id);
        else
            json.Value(null);
        json.EndObject();
        output.EndLine();
        return ExitCode.Ok;
    }
}
