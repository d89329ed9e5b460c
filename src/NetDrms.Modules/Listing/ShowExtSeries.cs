using NetDrms.Drms.Catalog;
using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Listing;

/// <summary><c>showextseries</c>: the list of series that the Python client reads. Spec 06 §3.2.</summary>
/// <remarks>The original chooses between two servers by <c>dbhost</c>; here is one, which shows everything, so <c>dbhost</c> is ignored.</remarks>
internal sealed class ShowExtSeries : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "showextseries",
        Summary = "Lists the series as the Python client drms wants them, as JSON.",
        Arguments =
        [
            new("dbhost", ArgumentType.String, "", "server that is meant; ignored"),
            new("filter", ArgumentType.String, "", "regular expression of the names; 'NOT <expression>' lists the others"),
            new("info", ArgumentType.String, "0", "1: with descriptions"),
            new("QUERY_STRING", ArgumentType.String, "", "the same arguments in the form of a web request") { FromEnvironment = true },
        ],
        Examples = ["showextseries 'filter=^hmi\\.' info=1"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        string Text(string name) => form is null ? context.Arguments.Text(name) : WebForm.First(form, name) ?? "";
        context.Out.Text("Content-type: application/json\n\n");
        bool isBegun = false;
        try
        {
            await using DrmsSession session = await context.OpenSessionAsync(cancel);
            IAsyncEnumerable<SeriesListing> all = new SeriesCatalog(session.Connection).ListAsync(SeriesFilter.Parse(Text("filter")), cancel);
            await using IAsyncEnumerator<SeriesListing> series = all.GetAsyncEnumerator(cancel);
            bool any = await series.MoveNextAsync();   // the first one tells whether the filter is an expression at all
            isBegun = true;
            await WriteAsync(context.Out, series, any, withDescription: Text("info") is not ("" or "0"), cancel);
            return ExitCode.Ok;
        }
        catch (DrmsException failure) when (!isBegun)
        {
            return Failed(context, failure.Error);
        }
        catch (NpgsqlException failure) when (!isBegun)
        {
            return Failed(context, DatabaseFailure.Describe(failure));
        }
    }

    private static async Task WriteAsync(OutputBuffer output, IAsyncEnumerator<SeriesListing> series, bool any, bool withDescription, CancellationToken cancel)
    {
        JsonWriter json = new(output);
        json.BeginObject();
        json.Member("errMsg", "");
        json.Name("seriesList");
        json.BeginArray();
        for (; any; any = await series.MoveNextAsync())
        {
            if (withDescription)
                WriteDescription(json, series.Current);
            else
                json.Value(series.Current.Name);
            output.WriteOutIfFull();
            if (output.ShouldSend)
                await output.SendAsync(cancel);
        }
        json.EndArray();
        json.EndObject();
        output.EndLine();
    }

    private static void WriteDescription(JsonWriter json, SeriesListing series)
    {
        json.BeginObject();
        json.Name(series.Name);
        json.BeginObject();
        json.Member("description", series.Description);
        json.EndObject();
        json.EndObject();
    }

    private static int Failed(ModuleContext context, DrmsError error)
    {
        context.Error.Print(error);
        JsonWriter json = new(context.Out);
        json.BeginObject();
        json.Member("errMsg", error.Message);
        json.Name("seriesList");
        json.BeginArray();
        json.EndArray();
        json.EndObject();
        context.Out.EndLine();
        return ExitCode.Error;
    }
}
