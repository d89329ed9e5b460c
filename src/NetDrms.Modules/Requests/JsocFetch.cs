using System.Text.RegularExpressions;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Requests;

/// <summary><c>jsoc_fetch</c>: where the files of records and storage units are; the files themselves go over the web. Spec 06 §5.</summary>
/// <remarks>What needs a queue (files made for the request, processing, tar files) is refused and says so.</remarks>
internal sealed partial class JsocFetch : IModule
{
    /// <summary>What can be asked for.</summary>
    private static readonly string[] s_operations = ["exp_request", "exp_status", "exp_su", "exp_repeat", "exp_kinds", "exp_history"];

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "jsoc_fetch",
        Summary = "Tells where the files of a record set or of storage units are, as JSON or text.",
        Arguments =
        [
            new("op", ArgumentType.String, ExportParameters.NotSpecified, $"what is wanted: {string.Join(", ", s_operations)}"),
            new("ds", ArgumentType.String, ExportParameters.NotSpecified, "record set; *file* takes the one that was uploaded as file"),
            new("seg", ArgumentType.String, ExportParameters.NotSpecified, "segments, when ds has no list {…}"),
            new("sunum", ArgumentType.IntArray, "-1", "with exp_su: numbers of storage units"),
            new("requestid", ArgumentType.String, ExportParameters.NotSpecified, "request that is asked for; NOASYNCREQUEST accepts an immediate answer only"),
            new("process", ArgumentType.String, ExportParameters.NotSpecified, "n=K takes the first K or the last -K records; steps are not offered yet"),
            new("processing", ArgumentType.String, ExportParameters.NotSpecified, "steps as JSON; not offered yet"),
            new("max_recs", ArgumentType.Int, "0", "takes the first or last records, as n=K of process"),
            new("requestor", ArgumentType.String, ExportParameters.NotSpecified, "name of the person"),
            new("notify", ArgumentType.String, ExportParameters.NotSpecified, "mail address of the person, where the site wants one"),
            new("shipto", ArgumentType.String, ExportParameters.NotSpecified, "not used"),
            new("protocol", ArgumentType.String, "as-is", "as-is, or su-as-is"),
            new("filenamefmt", ArgumentType.String, "{seriesname}.{recnum:%d}.{segment}", "names of files that are made for a request"),
            new("format", ArgumentType.String, "json", "json or txt"),
            new("formatvar", ArgumentType.String, ExportParameters.NotSpecified, "with exp_su: dataobj gives an object by storage unit"),
            new("method", ArgumentType.String, "url", "url_quick: the answer at once"),
            new("file", ArgumentType.String, ExportParameters.NotSpecified, "uploaded list of record sets, one a line"),
            new("userhandle", ArgumentType.String, ExportParameters.NotSpecified, "handle that jsoc_userkill stops the query by"),
            new("instid", ArgumentType.Int, "-1", "not used"),
            new("sizeratio", ArgumentType.Float, "1.0", "factor of the estimated size"),
            new("QUERY_STRING", ArgumentType.String, ExportParameters.NotSpecified, "the same arguments in the form of a web request") { FromEnvironment = true },
            new("REMOTE_ADDR", ArgumentType.String, "0.0.0.0", "address of the client of a web request") { FromEnvironment = true },
            new("SERVER_NAME", ArgumentType.String, "ServerName", "name of the web server; not used") { FromEnvironment = true },
            ArgumentDefinition.Flag("t", "test"),
            ArgumentDefinition.Flag("p", "passed on for another server; not used"),
            ArgumentDefinition.Flag("W", "no HTTP header"),
            ArgumentDefinition.Flag("o", "o=0: files that are off line do not refuse the request"),
            ArgumentDefinition.Flag("q", "also records without image"),
            ArgumentDefinition.Flag("h", "help"),
        ],
        Examples =
        [
            "jsoc_fetch op=exp_request method=url_quick 'ds=hmi.m_45s[2014.03.01_TAI/10m]{magnetogram}'",
            "jsoc_fetch op=exp_su method=url_quick sunum=154,204 format=txt",
        ],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        ExportParameters parameters = new(context, WebForm.OfRequest(context));
        RequestAnswer answer = new(context.Out, parameters.IsText);
        if (!parameters.Flag("W"))
            answer.Header(parameters.IsUpload);
        if (parameters.IllegalText() is string illegal)
            return answer.Fail(RequestStatus.Failed, illegal);
        RunningQuery? running = null;
        try
        {
            running = parameters.Given("userhandle") is string handle ? context.Site.Queries.Begin(handle, context.Arguments.Text("REMOTE_ADDR"), cancel) : null;
            return await AnswerAsync(context, parameters, answer, running?.Token ?? cancel);
        }
        catch (OperationCanceledException) when (running is { IsStopped: true })
        {
            return answer.Fail(RequestStatus.Stopped, "the request was stopped by its user");
        }
        catch (DrmsException failure)
        {
            return Failed(context, answer, failure.Error);
        }
        catch (NpgsqlException failure)
        {
            return Failed(context, answer, DatabaseFailure.Describe(failure));
        }
        finally
        {
            running?.Dispose();
        }
    }

    private static async Task<int> AnswerAsync(ModuleContext context, ExportParameters parameters, RequestAnswer answer, CancellationToken cancel)
    {
        switch (parameters.Given("op"))
        {
            case "exp_request":
                return await WithSessionAsync(context, parameters, session => new RecordExport(context, parameters, session, answer).RunAsync(cancel), cancel);
            case "exp_su":
                return await WithSessionAsync(context, parameters, session => new UnitExport(context, parameters, session, answer).RunAsync(cancel), cancel);
            case "exp_status" or "exp_repeat":
                return Status(parameters.Given("requestid"), answer);
            case "exp_kinds":
                return Kinds(answer);
            case "exp_history":
                return History(answer);
            case null:
                return Status(null, answer);
            case string other:
                return answer.Fail(RequestStatus.Failed, $"op \"{other}\" is not one of {string.Join(", ", s_operations)}");
        }
    }

    private static async Task<int> WithSessionAsync(ModuleContext context, ExportParameters parameters, Func<DrmsSession, Task<int>> work, CancellationToken cancel)
    {
        await using DrmsSession session = await context.OpenSessionAsync(cancel, trust: parameters.IsOfWeb ? Trust.Stranger : Trust.LocalUser);
        return await work(session);
    }

    // The whole error for the log; one line of it for the client.
    private static int Failed(ModuleContext context, RequestAnswer answer, DrmsError error)
    {
        context.Error.Print(error);
        string hint = error.Hint is null ? "" : $". {error.Hint}";
        return answer.Fail(RequestStatus.Failed, error.Message + hint);
    }

    // No request is ever queued here, so no id is known: 6 is what clients expect of one that cannot be seen yet. Spec 06 §5.5.
    private static int Status(string? id, RequestAnswer answer) =>
        id is null ? answer.Fail(RequestStatus.Failed, "RequestID must be provided")
        : !RequestId().IsMatch(id) ? answer.Fail(RequestStatus.Failed, $"Bad RequestID '{id}' provided.")
        : answer.Fail(RequestStatus.Unknown, $"request {id} not found", id);

    private static int Kinds(RequestAnswer answer)
    {
        if (answer.IsText)
        {
            answer.Output.Text($"status=0\nmethods={ImmediateExport.Method}\nprotocols={string.Join(',', ImmediateExport.Protocols)}\nsteps=\n");
            return ExitCode.Ok;
        }
        answer.Json.BeginObject();
        answer.List("methods", [ImmediateExport.Method]);
        answer.List("protocols", ImmediateExport.Protocols);
        answer.List("steps", []);
        answer.Json.Member("status", RequestStatus.Complete);
        answer.End();
        return ExitCode.Ok;
    }

    private static int History(RequestAnswer answer)
    {
        if (answer.IsText)
        {
            answer.Output.Text("status=0\ncount=0\n# DATA\n");
            return ExitCode.Ok;
        }
        answer.Json.BeginObject();
        answer.List("requests", []);
        answer.Json.Member("count", 0);
        answer.Json.Member("status", RequestStatus.Complete);
        answer.End();
        return ExitCode.Ok;
    }

    // Of any site, not of JSOC only. Spec 06, "What better looks like" 11.
    [GeneratedRegex("[A-Z][A-Z0-9]*_[0-9]{8}_[0-9]+(_[A-Z]+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestId();
}
