using System.Globalization;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Listing;

/// <summary><c>show_info sunum=</c>: the records in storage units, all versions, by owning series. Spec 03 §2.7.</summary>
/// <param name="context">The call.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="session">The session.</param>
/// <param name="listing">Lists the records.</param>
internal sealed class UnitListing(ModuleContext context, ModuleArguments arguments, DrmsSession session, RecordListing listing)
{
    private static readonly (ListingParts Part, string[] Names, string[] Values)[] s_columns =
    [
        (ListingParts.Recnum, ["recnum"], ["NA"]),
        (ListingParts.Sunum, ["sunum"], [""]),
        (ListingParts.Query, ["query"], ["NA"]),
        (ListingParts.Online, ["online"], ["NA"]),
        (ListingParts.Retain, ["retain"], ["NA"]),
        (ListingParts.Archive, ["archive"], ["NA"]),
        (ListingParts.Tape, ["tapename", "filenum"], ["NA", "-9999"]),
        (ListingParts.Size, ["size"], ["NA"]),
        (ListingParts.Session, ["host", "sessionid", "runtime", "jsoc_version", "logdirectory"], ["NA", "NA", "NA", "NA", "NA"]),
    ];

    /// <summary>Prints them; units that SUMS does not know hide no others.</summary>
    public async Task<int> ShowAsync(IReadOnlyList<long> sunums, CancellationToken cancel)
    {
        SumsClient client = await session.Storage.ClientAsync(cancel);
        IReadOnlyList<StorageUnit> units = await client.InfoAsync([.. sunums.Distinct().Select(n => new Sunum(n))], cancel);
        List<StorageUnit> known = [];
        List<StorageUnit> unknown = [];
        foreach (StorageUnit unit in units)
            (unit.IsKnown && await listing.Access.FindAsync(unit.OwningSeries, cancel) is not null ? known : unknown).Add(unit);
        int exitCode = ExitCode.Ok;
        if (known.Count > 0)
        {
            string text = string.Join(',', known.GroupBy(u => u.OwningSeries, StringComparer.OrdinalIgnoreCase)
                .Select(g => $"{g.Key}[! {string.Join(" OR ", g.Select(u => $"sunum={u.Sunum}"))} !]"));
            if (arguments.Flag("v"))
                context.Out.Text($"show_info() query is {text}.\n");
            if (!listing.Access.TryParse(text, out RecordSetSpec? spec, out DrmsError? error))
                return context.Fail(error, ExitCode.Usage);
            exitCode = arguments.Flag("e") && !ListingFlags.AsksForSubsetsColumns(arguments)
                ? await listing.ShowSubsetsAsync(spec, cancel)
                : await listing.ShowAsync(spec, cancel);
        }
        if (unknown.Count == 0)
            return exitCode;
        ShowUnknown(unknown, withHeader: known.Count == 0 && !arguments.Flag("q"));
        return ExitCode.Error;
    }

    private void ShowUnknown(List<StorageUnit> units, bool withHeader)
    {
        ListingOptions options = ListingFlags.Read(arguments);
        bool hasDirectory = options.Parts.HasFlag(ListingParts.Directory) && options.Segments.Count == 0 && !options.AllSegments;
        List<string> names = [.. s_columns.Where(c => options.Parts.HasFlag(c.Part)).SelectMany(c => c.Names)];
        if (hasDirectory)
            names.Add("SUDIR");
        bool isTable = names.Count > 0 && !arguments.Flag("k") && !arguments.Flag("c");
        if (isTable && withHeader)
            context.Out.Text(string.Join('\t', names) + "\n");
        foreach (StorageUnit unit in units)
        {
            if (isTable)
            {
                IEnumerable<string> cells = s_columns.Where(c => options.Parts.HasFlag(c.Part))
                    .SelectMany(c => c.Part == ListingParts.Sunum ? [string.Create(CultureInfo.InvariantCulture, $"{unit.Sunum.Value,6}")] : c.Values);
                context.Out.Text(string.Join('\t', hasDirectory ? cells.Append("**_NO_sudir_**") : cells) + "\n");
            }
            context.Error.Print(new DrmsError(ErrorCode.Sums, unit.IsKnown
                ? $"storage unit {unit.Sunum} belongs to \"{unit.OwningSeries}\", which is no series here"
                : $"storage unit {unit.Sunum} is not known to SUMS"));
        }
    }
}
