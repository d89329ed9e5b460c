using System.Globalization;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Json;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary><c>show_series</c>: lists series. Spec 03 §4.</summary>
internal sealed class ShowSeries : IModule
{
    private const string Not = "NOT";

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "show_series",
        Summary = "Lists the series of all namespaces, or those whose names match a regular expression.",
        Unnamed = "<filter>",
        Arguments =
        [
            ArgumentDefinition.Flag("h", "help"),
            ArgumentDefinition.Flag("p", "also prime keys and description"),
            ArgumentDefinition.Flag("q", "no last line, no HTTP header"),
            ArgumentDefinition.Flag("v", "with -p or -z: also archive, retention, tape group, unit size and owner"),
            ArgumentDefinition.Flag("z", "JSON"),
            new("QUERY_STRING", ArgumentType.String, "Not Specified", "filter=… in the form of a web request; implies -z") { FromEnvironment = true },
        ],
        Notes = ["The filter is an extended regular expression in any case that may match anywhere in the name; 'NOT <expression>' lists the others."],
        Examples = ["show_series ^hmi\\.", "show_series -p 'NOT ^su_'"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        bool isOfWeb = form is not null;
        string? text = form is not null
            ? WebForm.First(form, "filter")
            : string.Join(' ', context.Arguments.Unnamed.Take(context.Arguments.Unnamed is [Not, ..] ? 2 : 1));
        SeriesFilter? filter = SeriesFilter.Parse(text);
        bool isJson = isOfWeb || context.Arguments.Flag("z");
        bool isQuiet = context.Arguments.Flag("q");
        if (isJson && !isQuiet)
            context.Out.Text("Content-type: application/json\n\n");
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        try
        {
            if (isJson)
                await WriteJsonAsync(context, session, filter, cancel);
            else
                await WriteLinesAsync(context, session, filter, isQuiet, cancel);
            return ExitCode.Ok;
        }
        catch (DrmsException failure) when (failure.Error.Code == ErrorCode.Argument)
        {
            if (isJson)
                context.Out.Text("{\"status\":1,\"errmsg\":\"Series filter format error\"}\n");
            return context.Fail(failure.Error with { ClassicMessage = "show_keys error: Series filter format error" });
        }
    }

    private static async Task WriteLinesAsync(ModuleContext context, DrmsSession session, SeriesFilter? filter, bool isQuiet, CancellationToken cancel)
    {
        long count = 0;
        bool withDetails = context.Arguments.Flag("p");
        await foreach (SeriesListing series in new SeriesCatalog(session.Connection).ListAsync(filter, cancel))
        {
            count++;
            context.Out.Text($"  {series.Name}\n");
            if (!withDetails)
                continue;
            Detail(context, "Prime Keys are", string.Join(", ", series.PrimeKeys));
            if (context.Arguments.Flag("v"))
            {
                foreach ((string name, string value) in Numbers(series))
                    Detail(context, name, value);
            }
            Detail(context, "Note", series.Description);
        }
        if (filter is { IsInverted: false } && !isQuiet)
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"{count} series found the matching {filter.Pattern}\n"));
    }

    private static async Task WriteJsonAsync(ModuleContext context, DrmsSession session, SeriesFilter? filter, CancellationToken cancel)
    {
        long count = 0;
        // The first series decides whether the filter is one at all, so the list begins with it.
        await using IAsyncEnumerator<SeriesListing> all = new SeriesCatalog(session.Connection).ListAsync(filter, cancel).GetAsyncEnumerator(cancel);
        bool any = await all.MoveNextAsync();
        JsonWriter json = new(context.Out);
        context.Out.Text("{\"status\":0,\n \"names\":[\n");
        for (; any; any = await all.MoveNextAsync())
        {
            context.Out.Text(count++ > 0 ? ",\n  " : "  ");
            Write(json, all.Current, withDetails: context.Arguments.Flag("v"));
            json.Restart();   // lines and commas are the original's
        }
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"],\n\"n\":{count}}}\n"));
    }

    private static void Write(JsonWriter json, SeriesListing series, bool withDetails)
    {
        json.BeginObject();
        json.Member("name", series.Name);
        json.Member("primekeys", string.Join(", ", series.PrimeKeys));
        if (withDetails)
        {
            foreach ((string name, string value) in Numbers(series))
                json.Member(name.ToLowerInvariant(), value);
        }
        json.Member("note", series.Description);
        json.EndObject();
    }

    private static void Detail(ModuleContext context, string name, string value) => context.Out.Text($"      {name}: {value}\n");

    private static IEnumerable<(string Name, string Value)> Numbers(SeriesListing series)
    {
        yield return ("Archive", series.Archive.ToString(CultureInfo.InvariantCulture));
        yield return ("Retention", series.Retention.Days.ToString(CultureInfo.InvariantCulture));
        yield return ("Tapegroup", series.TapeGroup.ToString(CultureInfo.InvariantCulture));
        yield return ("Unitsize", series.UnitSize.ToString(CultureInfo.InvariantCulture));
        yield return ("Owner", series.Owner);
    }
}
