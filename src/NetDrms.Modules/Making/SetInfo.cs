using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Making;

/// <summary><c>set_info</c>: makes records, or new versions of records. Spec 03 §3.</summary>
internal sealed class SetInfo : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "set_info",
        Summary = "Makes records with keywords, files and links; or new versions of records, with changes.",
        OtherNames = "a keyword's value, a segment's file (or files), or the record that a link points to; link.NAME=value means the link where a keyword has its name",
        Arguments =
        [
            new("ds", ArgumentType.String, "Not Specified", "with -c, -k: the series; else the record set to be changed"),
            ArgumentDefinition.Flag("h", "help"),
            ArgumentDefinition.Flag("B", "values are hexadecimal bit patterns, as show_info -M -B prints them"),
            ArgumentDefinition.Flag("c", "make one new record"),
            ArgumentDefinition.Flag("C", "copy the files to a new storage unit even if none changes"),
            ArgumentDefinition.Flag("i", "ignore the headers of FITS files"),
            ArgumentDefinition.Flag("k", "make records from blocks of NAME=value lines on standard input, as show_info -k prints them"),
            ArgumentDefinition.Flag("m", "change all records of the set, not just the only one"),
            ArgumentDefinition.Flag("t", "make the records, but do not store them"),
            ArgumentDefinition.Flag("v", "tell what is done"),
            ArgumentDefinition.LongFlag("ignore-unknown", "skip names that the series does not know"),
            ArgumentDefinition.Option("expect", ArgumentType.Int, "-1", "change nothing unless so many records are made or changed"),
            ArgumentDefinition.LongFlag("dry-run", "do everything but the commit, and tell how many records it would have been"),
        ],
        Notes =
        [
            "HISTORY and COMMENT are appended to, other keywords are replaced. Prime keys cannot be changed. Everything is one transaction: it is stored as a whole, or nothing is.",
        ],
        Examples =
        [
            "set_info -c ds=demo.mag T_REC=2014.03.01_TAI CAMERA=1 magnetogram=field.fits",
            "set_info 'ds=demo.mag[2014.03.01_TAI][1]' 'COMMENT=a new calibration'",
            "show_info -k -a 'demo.mag[2014.03.01_TAI]' | set_info -k ds=demo.copy",
        ],
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        ModuleArguments arguments = context.Arguments;
        SetInfoDialect dialect = new(Definition.Name);
        bool creates = arguments.Flag("c") || arguments.Flag("k");
        if (creates && arguments.Flag("m"))
            throw dialect.Error("-c or -k with -m not compatible");
        string set = arguments.TextOrNull("ds") ?? "";
        bool hasFilter = set.Contains('[', StringComparison.Ordinal) || set.StartsWith('@');
        if (!creates && !hasFilter)
            throw dialect.Error("must be in create mode if no record spec given", set.Length == 0 ? null : NeedsMode(set));
        if (creates && hasFilter)
            throw dialect.Error("can only create new record, record set spec not allowed");
        if (creates && set.Length == 0)
            throw dialect.Error("must be in create mode if no record spec given", new DrmsError(ErrorCode.Argument, "ds=<series> is missing"));
        Assignment[] assignments = [.. arguments.Others.Select(Assignment.Of)];
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        SetInfoOptions options = new(
            IsHexadecimal: arguments.Flag("B"), CopiesFiles: arguments.Flag("C"), IgnoresHeaders: arguments.Flag("i"),
            IgnoresUnknown: arguments.Flag("ignore-unknown"), ChangesMany: arguments.Flag("m"), IsVerbose: arguments.Flag("v"));
        RecordMaking making = new(context, session, dialect, options);
        long? count = arguments.Flag("k") ? await making.CreateManyAsync(set, assignments, cancel)
            : creates ? await making.CreateAsync(set, assignments, cancel)
            : await making.UpdateAsync(set, assignments, cancel);
        if (count is null)
        {
            context.Out.Text($"No records found for {set}\n");
            return arguments.Int("expect") is > 0 and int wanted ? throw Unexpected(0, wanted) : ExitCode.Ok;
        }
        if (arguments.IsGiven("expect") && arguments.Int("expect") != count)
            throw Unexpected(count.Value, arguments.Int("expect"));
        if (arguments.Flag("dry-run"))
            context.Out.Text($"{count} records would be stored; nothing was changed.\n");
        else if (!arguments.Flag("t"))
            await session.CommitAsync(cancel);
        return ExitCode.Ok;
    }

    private static DrmsError NeedsMode(string set) => new(ErrorCode.Argument, $"\"{set}\" is a whole series")
    {
        Hint = $"With -c a record is made in it; {set}[…] chooses the record to be changed.",
    };

    private static DrmsException Unexpected(long count, int wanted) =>
        new(ErrorCode.Argument, $"{count} records are concerned, not {wanted}; nothing was changed");
}
