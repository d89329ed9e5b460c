using System.Text;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using Npgsql;

namespace NetDrms.Modules.Info;

/// <summary><c>jsoc_info</c>: JSON about series and records, for the web and for programs. Spec 06 §2.</summary>
internal sealed class JsocInfo : IModule
{
    private const string NotSpecified = "Not Specified";
    private static readonly string[] s_operations = ["series_struct", "rs_summary", "rs_list"];

    /// <summary>The definition; a web form is parsed with it again.</summary>
    internal static ModuleDefinition Declared { get; } = new()
    {
        Name = "jsoc_info",
        Summary = "Prints as JSON what a series consists of, how many records a record set has, or their keywords, segments and links.",
        Arguments =
        [
            new("op", ArgumentType.String, NotSpecified, "series_struct, rs_summary or rs_list"),
            new("ds", ArgumentType.String, NotSpecified, "record set; of series_struct only the series counts"),
            new("key", ArgumentType.String, NotSpecified, "keywords, with commas between; **ALL**; also *recnum*, *sunum*, *size*, *online*, *retain*, *archive*, *recdir*, *logdir*, *dirmtime*, *spec*"),
            new("seg", ArgumentType.String, NotSpecified, "segments, or **ALL**"),
            new("link", ArgumentType.String, NotSpecified, "links, or **ALL**"),
            new("n", ArgumentType.Int, "0", "only the first n records of each subset, or the last -n"),
            new("processing", ArgumentType.String, NotSpecified, "with series_struct: processing steps as a JSON object, whose ratio of sizes is shown"),
            new("userhandle", ArgumentType.String, NotSpecified, "a name under which the request can be stopped"),
            new("QUERY_STRING", ArgumentType.String, NotSpecified, "the same arguments in the form of a web request") { FromEnvironment = true },
            new("REMOTE_ADDR", ArgumentType.String, "0.0.0.0", "address of the client of a web request") { FromEnvironment = true },
            new("SERVER_NAME", ArgumentType.String, "ServerName", "name of the web server; not used") { FromEnvironment = true },
            ArgumentDefinition.Flag("B", "with -M: values as hexadecimal bit patterns"),
            ArgumentDefinition.Flag("f", "names and values as in exported FITS headers"),
            ArgumentDefinition.Flag("l", "with series_struct: facts of linked segments"),
            ArgumentDefinition.Flag("M", "values in full precision"),
            ArgumentDefinition.Flag("o", "with series_struct: owner, and whether there is a shadow table"),
            ArgumentDefinition.Flag("r", "leave out the running time"),
            ArgumentDefinition.Flag("R", "with rs_list: each record's query, and whether its files are on line"),
            ArgumentDefinition.Flag("s", "no HTTP header"),
        ],
        Examples =
        [
            "jsoc_info op=series_struct ds=hmi.m_45s",
            "jsoc_info -s op=rs_list 'ds=hmi.m_45s[2014.03.01_TAI/10m]' key=T_REC,DATAMEAN seg=magnetogram",
        ],
    };

    /// <inheritdoc/>
    public ModuleDefinition Definition => Declared;

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        using Interrupts? interrupts = context.Surroundings.IsProcess ? Interrupts.Watch(cancel) : null;
        InfoOutput output = new(context);
        try
        {
            return await AnswerAsync(context, output, interrupts?.Token ?? cancel);
        }
        catch (InfoFailure failure)
        {
            return output.Fail(failure.Message, failure.Error);
        }
        catch (OperationCanceledException) when (!output.HasBegun)
        {
            return output.Interrupted();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DrmsException(ErrorCode.Cancelled, "the answer was stopped before its end");
        }
        catch (DrmsException failure) when (!output.HasBegun)
        {
            return Fail(output, failure.Error);
        }
        catch (NpgsqlException failure) when (!output.HasBegun)
        {
            return Fail(output, DatabaseFailure.Describe(failure));
        }
        catch (DecoderFallbackException failure) when (!output.HasBegun)
        {
            return Fail(output, DatabaseFailure.Describe(failure));
        }
    }

    private static async Task<int> AnswerAsync(ModuleContext context, InfoOutput output, CancellationToken cancel)
    {
        ModuleArguments arguments = context.Arguments;
        Trust trust = Trust.LocalUser;
        if (WebForm.OfRequest(context) is { } form)
        {
            trust = Trust.Stranger;
            arguments = WebForm.Arguments(Declared, form, context) ?? throw new InfoFailure("Bad QUERY_STRING");
        }
        output.WithoutHeader = arguments.Flag("s");
        InfoRequest request = InfoRequest.Of(arguments, trust);
        if (request.RecordSet.Length == 0 || request.RecordSet == NotSpecified)
        {
            throw new InfoFailure($"invalid record-set specification `{request.RecordSet}`", new DrmsError(ErrorCode.Argument, "no record set was given")
            {
                Hint = "Write ds=<series>[<filter>], for example ds=hmi.m_45s[2014.03.01_TAI].",
            });
        }
        if (!s_operations.Contains(request.Operation, StringComparer.Ordinal))
        {
            string what = request.Operation == NotSpecified ? "op was not given; it is one of" : $"op={request.Operation} is not one of";
            throw InfoFailure.Of(new DrmsError(ErrorCode.Argument, $"{what} {string.Join(", ", s_operations)}")
            {
                Hint = NearestName.Hint(request.Operation, s_operations),
            });
        }
        using RunningQuery query = context.Site.Queries.Begin(arguments.TextOrNull("userhandle"), context.Arguments.Text("REMOTE_ADDR"), cancel);
        return await AnswerAsync(context, request, output, trust, query.Token);
    }

    private static async Task<int> AnswerAsync(ModuleContext context, InfoRequest request, InfoOutput output, Trust trust, CancellationToken cancel)
    {
        await using DrmsSession session = await context.OpenSessionAsync(cancel, trust: trust);
        RecordSetAccess access = new(context, session, trust);
        return request.Operation switch
        {
            "series_struct" => await new SeriesDescription(context, request, session, access, output).AnswerAsync(cancel),
            "rs_summary" => await new RecordCount(context, request, session, access, output).AnswerAsync(cancel),
            _ => await new RecordList(context, request, session, access, output).AnswerAsync(cancel),
        };
    }

    private static int Fail(InfoOutput output, DrmsError error)
    {
        InfoFailure failure = InfoFailure.Of(error);
        return output.Fail(failure.Message, error);
    }
}
