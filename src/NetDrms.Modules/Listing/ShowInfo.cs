using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary><c>show_info</c>: lists records, or what is known of their series. Spec 03 §2.</summary>
internal sealed class ShowInfo : IModule
{
    private static readonly TimeSpan s_statementLimit = TimeSpan.FromMinutes(10);

    /// <summary>The definition; <c>show_info</c> has no state, the driver parses a web form with it again.</summary>
    internal static ModuleDefinition Declared { get; } = new()
    {
        Name = "show_info",
        Summary = "Lists keywords, segments and other information of the records of a record set.",
        Unnamed = "<record set>",
        Arguments =
        [
            new("ds", ArgumentType.String, "Not Specified", "record set, series[filter]…; the first unnamed argument is the same"),
            new("key", ArgumentType.StringArray, " ", "keywords to show"),
            new("seg", ArgumentType.StringArray, " ", "segments to show"),
            new("link", ArgumentType.String, " ", "show the records behind this link"),
            new("n", ArgumentType.Int, "0", "show only the first n records of each subset, or the last -n"),
            new("sunum", ArgumentType.IntArray, "-1", "show the records in these storage units"),
            new("QUERY_STRING", ArgumentType.String, "Not Specified", "the same arguments in the form of a web request") { FromEnvironment = true },
            ArgumentDefinition.Flag("a", "all keywords of the series"),
            ArgumentDefinition.Flag("A", "all segments"),
            ArgumentDefinition.Flag("b", "all versions of the records"),
            ArgumentDefinition.Flag("B", "with -M: values as hexadecimal bit patterns; with -k alone: strings without quotes"),
            ArgumentDefinition.Flag("c", "only count the records"),
            ArgumentDefinition.Flag("C", "with -p or -P: no directories of linked segments"),
            ArgumentDefinition.Flag("d", "with segments: also unit, protocol and dimensions"),
            ArgumentDefinition.Flag("e", "take the record set apart: series and filter of each subset"),
            ArgumentDefinition.Flag("h", "help"),
            ArgumentDefinition.Flag("i", "column query: the record's own record set"),
            ArgumentDefinition.Flag("I", "columns of the session that wrote the record"),
            ArgumentDefinition.Flag("j", "the series' definition in .jsd form"),
            ArgumentDefinition.Flag("k", "a NAME=value line each, as set_info -k reads them"),
            ArgumentDefinition.Flag("K", "all links"),
            ArgumentDefinition.Flag("l", "the series' keywords, segments and links"),
            ArgumentDefinition.Flag("M", "values in full precision"),
            ArgumentDefinition.Flag("o", "column online of the storage unit"),
            ArgumentDefinition.Flag("O", "no limit of 10 minutes for a statement"),
            ArgumentDefinition.Flag("p", "record directory; off-line storage units are brought back"),
            ArgumentDefinition.Flag("P", "record directory; off-line storage units stay where they are"),
            ArgumentDefinition.Flag("q", "no header"),
            ArgumentDefinition.Flag("r", "column recnum"),
            ArgumentDefinition.Flag("R", "column retain: until when the storage unit is kept"),
            ArgumentDefinition.Flag("s", "first, last and number of the series' records"),
            ArgumentDefinition.Flag("S", "column sunum"),
            ArgumentDefinition.Flag("t", "two more header lines: types and formats"),
            ArgumentDefinition.Flag("T", "columns tapename and filenum of the storage unit"),
            ArgumentDefinition.Flag("v", "print the record set first"),
            ArgumentDefinition.Flag("x", "column archive of the storage unit"),
            ArgumentDefinition.Flag("z", "column size of the storage unit"),
            ArgumentDefinition.LongFlag("fail-empty", "exit 3 when no record matches"),
        ],
        Examples =
        [
            "show_info 'hmi.m_45s[2014.03.01_TAI/10m]' key=T_REC,DATAMEAN",
            "show_info -k -a hmi.m_45s n=-1",
            "show_info -c 'hmi.m_45s[][? quality >= 0 ?]'",
        ],
        ExitCodes = [(2, "the record set cannot be understood"), (3, "no record matches, with --fail-empty")],
    };

    /// <inheritdoc/>
    public ModuleDefinition Definition => Declared;

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        ModuleArguments arguments = context.Arguments;
        Trust trust = Trust.LocalUser;
        if (WebForm.OfRequest(context) is { } form)
        {
            context.Out.Text("Content-type: text/plain\n\n");
            trust = Trust.Stranger;
            if (WebForm.Arguments(Declared, form, context) is not ModuleArguments ofForm)
                return ExitCode.Error;
            arguments = ofForm;
        }
        IReadOnlyList<long> sunums = [.. arguments.Numbers("sunum").Where(n => n >= 0)];
        string? text = arguments.TextOrNull("ds") ?? (arguments.Unnamed.Count > 0 ? arguments.Unnamed[0] : null);
        bool isOfUnits = arguments.Numbers("sunum") is [>= 0, ..];
        if (text is null && !isOfUnits)
            return context.FailOnOutput("### show_info: ds=<record_query> parameter is required, must quit");
        await using DrmsSession session = await context.OpenSessionAsync(cancel, arguments.Flag("O") ? null : s_statementLimit, trust);
        RecordListing listing = new(context, arguments, session, trust);
        int exitCode = isOfUnits
            ? await new UnitListing(context, arguments, session, listing).ShowAsync(sunums, cancel)
            : await ShowAsync(context, arguments, listing, text!, cancel);
        if (exitCode == ExitCode.Ok)
            await session.CommitAsync(cancel);   // a longer retention of the units that were asked for
        return exitCode;
    }

    private static async Task<int> ShowAsync(ModuleContext context, ModuleArguments arguments, RecordListing listing, string text, CancellationToken cancel)
    {
        if (arguments.Flag("v"))
            context.Out.Text($"show_info() query is {text}.\n");
        if (!listing.Access.TryParse(text, out RecordSetSpec? spec, out DrmsError? error))
            return context.Fail(error, ExitCode.Usage);
        foreach (DrmsError warning in spec.Warnings)
            context.Error.Warn(warning);
        if (arguments.Flag("e") && !ListingFlags.AsksForSubsetsColumns(arguments))
            return await listing.ShowSubsetsAsync(spec, cancel);
        return await listing.ShowAsync(spec, cancel);
    }
}
