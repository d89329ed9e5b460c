using NetDrms.Modules.Addresses;
using NetDrms.Modules.Info;
using NetDrms.Modules.Ingesting;
using NetDrms.Modules.Listing;
using NetDrms.Modules.Making;
using NetDrms.Modules.Requests;
using NetDrms.Modules.Retrieving;
using NetDrms.Modules.Units;


namespace NetDrms.Modules.Driver;

/// <summary>The modules by name; none is built before it is called.</summary>
internal static class ModuleTable
{
    /// <summary>Suffix of the original's programs that join a shared session. Spec 03 §9.</summary>
    public const string SharedSuffix = "_sock";

    private static readonly string[] s_new = ["time", "ingest"];

    private static readonly string[] s_scriptEndings = [".sh", ".py"];

    /// <summary>Names of all modules, as the original spells them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "show_info",
        "show_series",
        "describe_series",
        "create_series",
        "delete_series",
        "set_info",
        "retrieve_file",
        "drms_query",
        "drms_parserecset",
        "jsoc_fetch",
        "showextseries",
        "series_info",
        "checkAddress",
        "jsoc_info",
        "manage_request",
        "set_suretention",
        "update_effective_date",
        "vso_sum_alloc",
        "vso_sum_put",
        "vso_sum_getdo",
        "vso_sum_alloc_put",
        "time",
        "ingest",
    ];

    /// <summary>Web programs that wait for no turn: what stops a query must not stand in line behind it. They use no database.</summary>
    public static IReadOnlyList<string> WithoutTurn { get; } = ["jsoc_WebRequestID", "jsoc_userkill"];

    /// <summary>True for commands that the original does not have; they are reached as <c>drms name</c> only.</summary>
    public static bool IsNew(string name) => s_new.Contains(name, StringComparer.Ordinal);

    /// <summary>Makes the module that answers a web program's name; null if strangers have no such program. Spec 06 §1, §3.3.</summary>
    /// <param name="name">Last part of the path: <c>show_info</c>, <c>showextinfo</c>, <c>manage-request.sh</c>.</param>
    public static IModule? CreateForWeb(string name) => Plain(name) switch
    {
        "show_info" => new ShowInfo(),
        "show_series" => new ShowSeries(),
        "drms_parserecset" => new DrmsParseRecSet(),
        "jsoc_fetch" => new JsocFetch(),
        "jsoc_info" => new JsocInfo(),
        "showextseries" => new ShowExtSeries(),
        "series_info" => new SeriesInfo(),
        "checkAddress" => new CheckAddress(),
        "manage_request" => new ManageRequest(),
        "jsoc_WebRequestID" => new WebRequestId(),
        "jsoc_userkill" => new UserKill(),
        string other when BulkTransfer.Names.Contains(other) => new BulkTransfer(other),
        _ => null,
    };

    /// <summary>Makes a module by either spelling of its name.</summary>
    /// <param name="name"><c>show_info</c>, <c>show-info</c>, <c>show_info_sock</c>.</param>
    /// <returns>The module, or null if there is none of that name.</returns>
    public static IModule? Create(string name)
    {
        string plain = Plain(name);
        if (plain.EndsWith(SharedSuffix, StringComparison.Ordinal))
            plain = plain[..^SharedSuffix.Length];
        return plain switch
        {
            "show_info" => new ShowInfo(),
            "retrieve_file" => new RetrieveFile(),
            "set_info" => new SetInfo(),
            "drms_query" => new DrmsQuery(),
            "show_series" => new ShowSeries(),
            "describe_series" => new DescribeSeries(),
            "create_series" => new CreateSeries(),
            "delete_series" => new DeleteSeries(),
            "drms_parserecset" => new DrmsParseRecSet(),
            "jsoc_fetch" => new JsocFetch(),
            "jsoc_info" => new JsocInfo(),
            "showextseries" => new ShowExtSeries(),
            "series_info" => new SeriesInfo(),
            "checkAddress" => new CheckAddress(),
            "manage_request" => new ManageRequest(),
            "set_suretention" => new SetSuretention(),
            "update_effective_date" => new UpdateEffectiveDate(),
            "vso_sum_alloc" => new VsoSumAlloc(),
            "vso_sum_put" => new VsoSumPut(),
            "vso_sum_getdo" => new VsoSumGetdo(),
            "vso_sum_alloc_put" => new VsoSumAllocPut(),
            "time" => new Time(),
            "ingest" => new Ingest(),
            string other when BulkTransfer.Names.Contains(other) => new BulkTransfer(other),
            _ => null,
        };
    }

    // The original's programs for two servers and its scripts are the same programs here. Spec 06 §3.3.
    private static string Plain(string name)
    {
        string plain = s_scriptEndings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is string script ? name[..^script.Length] : name;
        return plain switch
        {
            "showextinfo" => "show_info",
            "showintseries" => "showextseries",
            "jsocextinfo" => "jsoc_info",
            "jsocextfetch" => "jsoc_fetch",
            "seriesinfo" => "series_info",
            _ => plain.Replace('-', '_'),
        };
    }
}
