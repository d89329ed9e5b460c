using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Info;

/// <summary>The parameters of one call, wherever they came from. Spec 06 §2.1.</summary>
internal sealed record InfoRequest
{
    private const string NotSpecified = "Not Specified";

    /// <summary>What is asked.</summary>
    public required string Operation { get; init; }

    /// <summary>The record set.</summary>
    public required string RecordSet { get; init; }

    /// <summary>Who asks.</summary>
    public required Trust Trust { get; init; }

    /// <summary>Which columns of <c>rs_list</c>.</summary>
    public required AnswerRequest Columns { get; init; }

    /// <summary>How many records.</summary>
    public long Count { get; init; }

    /// <summary>Facts of linked segments.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>Owner and shadow table.</summary>
    public bool WithOwner { get; init; }

    /// <summary>Names of FITS headers.</summary>
    public bool WithFitsNames { get; init; }

    /// <summary>Leave out the running time.</summary>
    public bool WithoutRuntime { get; init; }

    /// <summary>Processing steps, a JSON object; null for none.</summary>
    public string? Processing { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="InfoFailure">A list is too long.</exception>
    public static InfoRequest Of(ModuleArguments arguments, Trust trust) => new()
    {
        Operation = arguments.Text("op"),
        RecordSet = arguments.Text("ds"),
        Trust = trust,
        Columns = new AnswerRequest
        {
            Keywords = Names(arguments, "key"),
            Segments = Names(arguments, "seg"),
            Links = Names(arguments, "link"),
            WithRecords = arguments.Flag("R"),
            ByRecord = arguments.Flag("f"),
            Values = !arguments.Flag("M") ? ListingValues.Formatted : arguments.Flag("B") ? ListingValues.Hexadecimal : ListingValues.FullPrecision,
        },
        Count = arguments.Int("n"),
        FollowsLinks = arguments.Flag("l"),
        WithOwner = arguments.Flag("o"),
        WithFitsNames = arguments.Flag("f"),
        WithoutRuntime = arguments.Flag("r"),
        Processing = arguments.Text("processing") is { Length: > 0 } text and not NotSpecified ? text : null,
    };

    // Some pages encode twice, so a list is decoded once more. Spec 06 §2.1.
    private static IReadOnlyList<string> Names(ModuleArguments arguments, string name)
    {
        string text = arguments.Text(name);
        if (text == NotSpecified)
            return [];
        IReadOnlyList<string> names = AnswerRequest.Names(text.Contains('%', StringComparison.Ordinal) ? WebForm.Decode(text) : text);
        return names.Count <= AnswerRequest.MostNames ? names
            : throw InfoFailure.Of(new DrmsError(ErrorCode.Limit, $"{name} lists {names.Count} names; at most {AnswerRequest.MostNames} can be asked for at a time"));
    }
}
