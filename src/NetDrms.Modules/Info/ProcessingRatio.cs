using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Info;

/// <summary>By how much processing steps change the size of images. Spec 06 §5.4.</summary>
/// <param name="series">The series.</param>
/// <param name="session">The session.</param>
internal sealed class ProcessingRatio(SeriesDefinition series, DrmsSession session)
{
    private const string Classic = "invalid processing list argument";
    private const string Scale = "CDELT1";

    private static readonly string[] s_steps =
        ["aia_scale_orig", "aia_scale_aialev1", "aia_scale_other", "to_ptr", "HmiB2ptr", "resize", "im_patch", "map_proj", "Maproj", "rebin"];

    /// <summary>The product of the steps' ratios.</summary>
    /// <param name="text">A JSON object of steps, each an object of arguments.</param>
    /// <param name="cancel">Stops the look-up.</param>
    /// <exception cref="InfoFailure">It is none, or a step or argument is not known.</exception>
    public async Task<double> OfAsync(string text, CancellationToken cancel)
    {
        using JsonDocument document = Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw Invalid("the steps are not a JSON object");
        double ratio = 1;
        foreach (JsonProperty step in document.RootElement.EnumerateObject())
        {
            if (!s_steps.Contains(step.Name, StringComparer.Ordinal))
                throw Invalid($"there is no step \"{step.Name}\"", NearestName.Hint(step.Name, s_steps) ?? $"The steps are {string.Join(", ", s_steps)}.");
            if (step.Value.ValueKind != JsonValueKind.Object)
                throw Invalid($"step \"{step.Name}\" is not an object of arguments");
            ratio *= step.Name switch
            {
                "im_patch" => Number(step, "width") * Number(step, "height") / Pixels(step.Name),
                "map_proj" or "Maproj" => Number(step, "cols") * Number(step, "rows") / Pixels(step.Name),
                "rebin" => Number(step, "scale") * Number(step, "scale"),
                "resize" => await ResizedAsync(step, cancel),
                _ => 1,
            };
        }
        return ratio;
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw Invalid("the steps are not JSON");
        }
    }

    private async Task<double> ResizedAsync(JsonProperty step, CancellationToken cancel)
    {
        if (!IsOn(step, "rescale"))
            return 1;
        if (!RecordKeyword.TryFind(series, Scale, out RecordKeyword? keyword))
            throw Invalid($"step \"resize\" needs keyword {Scale}, which {series.Name} does not have");
        RecordColumns columns = await RecordColumns.BindAsync(series, new RecordRequest { Keywords = [keyword] }, (_, _) => Task.FromResult<SeriesDefinition?>(null), cancel);
        RecordSetElement whole = RecordSetParser.Parse(series.Name.Text, RecordSetOptions.Stranger).Elements[0];
        RecordQuery query = RecordQuery.Bind(whole, series, Trust.Stranger);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, query, columns, RecordLimit.Last(1), cancel);
        DrmsValue value = await reader.ReadAsync(cancel) ? reader.Row.Keyword(0) : default;
        double scale = value.Type.IsReal() ? value.AsDouble : double.NaN;
        return double.IsFinite(scale) ? scale / Number(step, "scale_to") : throw Invalid($"step \"resize\" needs {Scale} of the last record of {series.Name}, which has none");
    }

    // The first image decides, as in the original.
    private double Pixels(string step)
    {
        SegmentDefinition? image = series.Segments.FirstOrDefault(s => s.Dimensions.Count >= 2 && s.Dimensions[0] > 0 && s.Dimensions[1] > 0);
        return image is null ? throw Invalid($"step \"{step}\" needs the size of an image, which {series.Name} does not define") : (double)image.Dimensions[0] * image.Dimensions[1];
    }

    private static double Number(JsonProperty step, string argument)
    {
        if (TryGet(step, argument, out JsonElement value)
            && double.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) && number > 0)
            return number;
        throw Invalid($"argument \"{argument}\" of step \"{step.Name}\" is not a number above 0");
    }

    private static bool IsOn(JsonProperty step, string argument) => TryGet(step, argument, out JsonElement value)
        && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.Number => value.GetDouble() != 0,
            JsonValueKind.String => value.GetString() is not ("" or "0" or "false"),
            _ => false,
        };

    private static bool TryGet(JsonProperty step, string argument, [NotNullWhen(true)] out JsonElement value) => step.Value.TryGetProperty(argument, out value);

    private static InfoFailure Invalid(string what, string? hint = null) => new(Classic, new DrmsError(ErrorCode.Argument, what)
    {
        Hint = hint ?? "Write for example {\"rebin\":{\"scale\":0.5}}.",
    });
}
