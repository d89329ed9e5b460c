using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary><c>drms_parserecset</c>: takes a record set apart and prints the parts as one line of JSON. Spec 01 §5.1.</summary>
internal sealed class DrmsParseRecSet : IModule
{
    private const string Missing = "Missing required argument 'spec'.";

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "drms_parserecset",
        Summary = "Takes a record set apart, without looking at any series, and prints the parts as JSON.",
        Arguments =
        [
            new("spec", ArgumentType.String, "", "record set"),
            new("QUERY_STRING", ArgumentType.String, "", "the same arguments in the form of a web request") { FromEnvironment = true },
        ],
        Notes = ["It succeeds whatever the record set is; errMsg says what is wrong with it."],
        Examples = ["drms_parserecset 'spec=hmi.m_45s[2014.03.01/1d][? quality >= 0 ?]'"],
        UsesDatabase = false,
    };

    /// <inheritdoc/>
    public Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        string spec = context.Arguments.Text("spec");
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        if (form is not null)
        {
            context.Out.Text("Content-type: application/json\n\n");
            spec = WebForm.First(form, "spec") ?? spec;
        }
        context.Out.Text(Parsed(context, spec, isOfWeb: form is not null));
        context.Out.EndLine();
        return Task.FromResult(ExitCode.Ok);
    }

    private static string Parsed(ModuleContext context, string spec, bool isOfWeb)
    {
        if (spec.Length == 0)
        {
            context.Error.Line(Missing);
            return RecordSetJson.Failure(Missing);
        }
        // A stranger must not read our files.
        RecordSetOptions options = isOfWeb ? RecordSetOptions.Stranger : RecordSetOptions.Local with { ListFiles = new LocalListFiles(context.Surroundings.Folder) };
        if (!RecordSetParser.TryParse(spec, options, out RecordSetSpec? parsed, out DrmsError? error))
        {
            string classic = error.ClassicMessage is { Length: > 0 } own && own != RecordSetJson.UnparsableMessage ? $"{own}\n" : "";
            context.Error.Print(error with { ClassicMessage = classic + RecordSetJson.UnparsableMessage });
            return RecordSetJson.Failure(RecordSetJson.UnparsableMessage);
        }
        foreach (DrmsError warning in parsed.Warnings)
            context.Error.Warn(warning);
        if (!RecordSetJson.TryWrite(parsed, out string json))
            context.Error.Line(RecordSetJson.BadNameMessage);
        return json;
    }
}
