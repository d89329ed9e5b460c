using NetDrms.Modules.Addresses;
using NetDrms.Modules.Info;
using NetDrms.Modules.Ingesting;
using NetDrms.Modules.Listing;
using NetDrms.Modules.Making;
using NetDrms.Modules.Requests;
using NetDrms.Modules.Retrieving;


namespace NetDrms.Modules.Driver;

/// <summary>The modules by name; none is built before it is called.</summary>
internal static class ModuleTable
{
    /// <summary>Suffix of the original's programs that join a shared session. Spec 03 §9.</summary>
    public const string SharedSuffix = "_sock";

    private static readonly string[] s_new = ["time", "ingest"];

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
        "checkAddress",
        "jsoc_info",
        "time",
        "ingest",
    ];

    /// <summary>True for commands that the original does not have; they are reached as <c>drms name</c> only.</summary>
    public static bool IsNew(string name) => s_new.Contains(name, StringComparer.Ordinal);

    /// <summary>Makes the module that answers a web program's name; null if strangers have no such program. Spec 06 §1, §3.3.</summary>
    /// <param name="name">Last part of the path: <c>show_info</c>, <c>showextinfo</c>.</param>
    public static IModule? CreateForWeb(string name) => name switch
    {
        "show_info" or "showextinfo" => new ShowInfo(),
        "show_series" => new ShowSeries(),
        "drms_parserecset" => new DrmsParseRecSet(),
        "jsoc_fetch" or "jsocextfetch" => new JsocFetch(),
        "checkAddress" or "checkAddress.sh" => new CheckAddress(),
        "jsoc_info" or "jsocextinfo" => new JsocInfo(),
        _ => null,
    };

    /// <summary>Makes a module by either spelling of its name.</summary>
    /// <param name="name"><c>show_info</c>, <c>show-info</c>, <c>show_info_sock</c>.</param>
    /// <returns>The module, or null if there is none of that name.</returns>
    public static IModule? Create(string name)
    {
        string plain = name.Replace('-', '_');
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
            "jsoc_fetch" or "jsocextfetch" => new JsocFetch(),
            "checkAddress" or "checkAddress.sh" => new CheckAddress(),
            "jsoc_info" => new JsocInfo(),
            "time" => new Time(),
            "ingest" => new Ingest(),
            _ => null,
        };
    }
}
