using System.Globalization;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Requests;

/// <summary><c>op=exp_su</c>: where storage units are. Spec 06 §5.6.</summary>
/// <param name="context">The call.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="session">The session.</param>
/// <param name="answer">Takes the answer.</param>
internal sealed class UnitExport(ModuleContext context, ExportParameters parameters, DrmsSession session, RequestAnswer answer)
{
    private const int MostUnits = 100_000;
    private const string NoQueue = "NOASYNCREQUEST";

    private readonly string _method = parameters.Text("method");
    private readonly string _protocol = parameters.Text("protocol");

    /// <summary>Answers the request.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        bool isObject = parameters.Text("formatvar") == "dataobj";
        List<Sunum> sunums = Sunums();
        if (!isObject && !ImmediateExport.IsOffered(_method, _protocol))
            return Refuse($"method={_method} with protocol={_protocol}");
        IReadOnlyList<StorageUnit> units;
        try
        {
            SumsClient client = await session.Storage.ClientAsync(cancel);
            units = await client.InfoAsync(sunums, cancel);
            if (parameters.IsOfWeb)
                units = await PublicUnits.OfAsync(session.Connection, units, cancel);
        }
        catch (DrmsException failure) when (failure.Error.Code == ErrorCode.SumsUnavailable)
        {
            return answer.Fail(isObject ? 1 : RequestStatus.Failed, "SUMS is down.");
        }
        if (!isObject && units.FirstOrDefault(unit => !unit.IsKnown) is StorageUnit unknown)
            return answer.Fail(RequestStatus.Failed, $"storage unit {unknown.Sunum} is not known to SUMS");
        if (!isObject && !units.All(unit => unit.IsOnline))
            return Refuse("bringing storage units back that are off line");
        Write(units, isObject);
        return ExitCode.Ok;
    }

    private List<Sunum> Sunums()
    {
        string text = parameters.Given("sunum") ?? parameters.Given("ds") ?? throw new DrmsException(ErrorCode.Argument, "sunum must be provided: the numbers of storage units");
        List<Sunum> sunums = [];
        HashSet<long> seen = [];
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                throw new DrmsException(ErrorCode.Argument, $"\"{word}\" is not the number of a storage unit");
            if (seen.Add(number))
                sunums.Add(new Sunum(number));
        }
        return sunums.Count switch
        {
            0 => throw new DrmsException(ErrorCode.Argument, "sunum names no storage unit"),
            > MostUnits => throw new DrmsException(ErrorCode.Limit, $"more than {MostUnits} storage units in one request"),
            _ => sunums,
        };
    }

    private int Refuse(string what) => answer.Fail(RequestStatus.Failed,
        parameters.Given("requestid") == NoQueue ? "User denies required full export" : ImmediateExport.NotOffered(what));

    private void Write(IReadOnlyList<StorageUnit> units, bool isObject)
    {
        long bytes = units.Sum(unit => unit.Bytes);
        if (answer.IsText)
        {
            answer.Output.Text(string.Create(CultureInfo.InvariantCulture,
                $"# JSOC Quick Data Export of as-is files.\nstatus=0\nrequestid=\"{ExportParameters.NotSpecified}\"\nmethod={_method}\nprotocol={_protocol}\nwait=0\ncount={units.Count}\nsize={bytes}\ndir=/\n# DATA\n"));
            foreach (StorageUnit unit in units)
                answer.Output.Text(string.Create(CultureInfo.InvariantCulture, $"{unit.Sunum}\t{Series(unit)}\t{Path(unit)}\t{Status(unit)}\t{unit.Bytes}\n"));
            return;
        }
        answer.Json.BeginObject();
        answer.Json.Member("count", units.Count);
        answer.Json.Member("size", bytes);
        answer.Json.Member("dir", "");
        answer.Json.Name("data");
        if (isObject)
            answer.Json.BeginObject();
        else
            answer.Json.BeginArray();
        foreach (StorageUnit unit in units)
            Write(unit, isObject);
        if (isObject)
            answer.Json.EndObject();
        else
            answer.Json.EndArray();
        answer.Trailer(_method, _protocol);
    }

    private void Write(StorageUnit unit, bool isObject)
    {
        string sunum = unit.Sunum.ToString();
        if (isObject)
            answer.Json.Name(sunum);
        answer.Json.BeginObject();
        answer.Json.Member("sunum", sunum);
        answer.Json.Member("series", Series(unit));
        answer.Json.Member("path", Path(unit));
        answer.Json.Member("sustatus", Status(unit));
        answer.Json.Member("susize", unit.Bytes.ToString(CultureInfo.InvariantCulture));
        answer.Json.EndObject();
    }

    private static string Series(StorageUnit unit) => unit.IsKnown ? unit.OwningSeries : "NA";

    private string Path(StorageUnit unit) => !unit.IsKnown ? "NA" : context.Surroundings.IsWeb ? PublishedPath.Of(unit.Location) : unit.Location;

    // A unit that is on disk is on disk: nothing is staged here, so the original's "N" for one that soon expires would only hide it.
    private static string Status(StorageUnit unit) => !unit.IsKnown ? "I" : unit.IsOnline ? "Y" : unit.IsArchived ? "N" : "X";
}
