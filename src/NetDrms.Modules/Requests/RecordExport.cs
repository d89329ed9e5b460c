using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Drms.Sessions;
using NetDrms.Modules.Addresses;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary><c>op=exp_request</c> as far as it is answered at once. Spec 06 §5.2.</summary>
/// <param name="context">The call.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="session">The session.</param>
/// <param name="answer">Takes the answer.</param>
internal sealed class RecordExport(ModuleContext context, ExportParameters parameters, DrmsSession session, RequestAnswer answer)
{
    private const long Megabyte = 1024 * 1024;

    private readonly string _method = parameters.Text("method");
    private readonly string _protocol = parameters.Text("protocol");

    /// <summary>Answers the request.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        ExportOptions options = context.Site.Export;
        if (await new AddressCheck(session, options.Policy).RefusalAsync(parameters.Given("notify"), cancel) is string refusal)
            return answer.Fail(RequestStatus.Failed, $"Cannot process your request. {refusal}");
        RequestedRecords requested = new(context, parameters, session);
        IReadOnlyList<RequestedSubset> subsets = await requested.ReadAsync(cancel);
        if (!ImmediateExport.IsOffered(_method, _protocol))
            return answer.Fail(RequestStatus.Failed, ImmediateExport.NotOffered($"method={_method} with protocol={_protocol}"));
        if (parameters.ProcessingSteps is string steps)
            return answer.Fail(RequestStatus.Failed, ImmediateExport.NotOffered($"processing \"{steps}\""));
        RequestedFiles files = new(session, requested.Access, options.MaxRecords, answer.IsText, context.Surroundings.IsWeb);
        foreach (RequestedSubset subset in subsets)
        {
            if (!files.IsTooLong)
                await files.AddAsync(subset, cancel);
        }
        return Answer(files, options);
    }

    private int Answer(RequestedFiles files, ExportOptions options)
    {
        long megabytes = Math.Max(1, (long)(files.Bytes * parameters.SizeRatio / Megabyte));
        if (files.IsTooLong)
            return TooLarge(files.Records, megabytes, $"Request exceeds max record limit of {options.MaxRecords}");
        if (files.IsOffline)
            return Offline();
        if (files.Files == 0)
            return answer.Fail(RequestStatus.Failed, "There are no files in this RecordSet");
        if (megabytes > options.MaxMegabytes)
            return TooLarge(files.Records, megabytes, $"Request exceeds max byte limit of {options.MaxMegabytes}MB");
        Write(files, megabytes);
        return ExitCode.Ok;
    }

    // Without o the original asks for a person's help; to bring files back is the queue's work.
    private int Offline() => parameters.FlagUnlessOff("o")
        ? answer.Fail(RequestStatus.Offline, "One or more data files are offline, and this site does not bring files back for an export yet; ask its administrator")
        : answer.Fail(RequestStatus.Failed, ImmediateExport.NotOffered("bringing files back that are off line"));

    private int TooLarge(long count, long megabytes, string error)
    {
        if (answer.IsText)
        {
            answer.Output.Text(string.Create(CultureInfo.InvariantCulture,
                $"# JSOC Data Export Not Ready.\nstatus={RequestStatus.TooLarge}\nrequestid=VOID\nmethod={_method}\nprotocol={_protocol}\nwait=0\nsize={megabytes}\nerror=\"{error}\"\n"));
            return ExitCode.Error;
        }
        answer.Json.BeginObject();
        answer.Json.Member("requestid", "VOID");
        answer.Json.Member("method", _method);
        answer.Json.Member("protocol", _protocol);
        answer.Json.Member("wait", 0);
        answer.Json.Member("status", RequestStatus.TooLarge);
        answer.Json.Member("count", count);
        answer.Json.Member("size", megabytes);
        answer.Json.Member("error", error);
        answer.End();
        return ExitCode.Error;
    }

    private void Write(RequestedFiles files, long megabytes)
    {
        if (answer.IsText)
        {
            answer.Output.Text(string.Create(CultureInfo.InvariantCulture,
                $"# JSOC Quick Data Export of as-is files.\nstatus=0\nrequestid=\"{ExportParameters.NotSpecified}\"\nmethod={_method}\nprotocol={_protocol}\nwait=0\nrcount={files.Records}\ncount={files.Files}\nsize={megabytes}\ndir=/\n# DATA\n"));
            answer.Output.Write(files.List);
            return;
        }
        answer.Json.BeginObject();
        answer.Json.Member("rcount", files.Records);
        answer.Json.Member("count", files.Files);
        answer.Json.Member("size", megabytes);
        answer.Json.Member("dir", "");
        answer.Json.Name("data");
        answer.Json.BeginArray();
        answer.Output.Write(files.List);
        answer.Json.EndArray();
        answer.Trailer(_method, _protocol);
    }
}
