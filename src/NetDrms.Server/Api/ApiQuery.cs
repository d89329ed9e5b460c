using System.Globalization;
using Microsoft.Extensions.Primitives;
using NetDrms.Drms.Output.Tables;
using NetDrms.Model.Errors;

namespace NetDrms.Server.Api;

/// <summary>The parameters of a request, checked: a name that is not known, or one that comes twice, is a mistake rather than ignored.</summary>
internal sealed class ApiQuery
{
    private readonly IQueryCollection _query;

    /// <summary>Checks the names.</summary>
    /// <param name="query">What the client sent.</param>
    /// <param name="names">The names that the endpoint has.</param>
    /// <exception cref="ApiException">One is unknown, or comes twice.</exception>
    public ApiQuery(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        _query = query;
        foreach ((string name, StringValues values) in query)
        {
            if (!names.Contains(name))
                throw new ApiException(Excerpt.Of(name), $"there is no parameter \"{Excerpt.Of(name)}\" here", NearestName.Hint(name, names.ToArray()) ?? $"There are {string.Join(", ", names.ToArray())}.");
            if (values.Count > 1)
                throw new ApiException(name, $"parameter \"{name}\" comes {values.Count} times", "Give it once; lists are separated by commas.");
        }
    }

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out StringValues values) && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>A list of names.</summary>
    public IReadOnlyList<string> List(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A whole number; null when it is absent.</summary>
    /// <exception cref="ApiException">It is none, or out of range.</exception>
    public long? Integer(string name, long least, long greatest)
    {
        if (Text(name) is not string text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= greatest
            ? number
            : throw new ApiException(name, string.Create(CultureInfo.InvariantCulture, $"{name} \"{Excerpt.Of(text)}\" is no whole number from {least} to {greatest}"));
    }

    /// <summary>How instants are written.</summary>
    /// <exception cref="ApiException">There is no such form.</exception>
    public TimeForm Times() => Text("times") switch
    {
        null => TimeForm.Usual,
        "text" => TimeForm.Text,
        "iso" => TimeForm.Iso,
        "seconds" => TimeForm.Seconds,
        string other => throw new ApiException("times", $"there is no form of times \"{Excerpt.Of(other)}\"", "There are text, iso and seconds."),
    };
}
