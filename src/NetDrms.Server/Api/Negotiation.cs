using Microsoft.Net.Http.Headers;
using NetDrms.Drms.Output.Tables;
using NetDrms.Model.Errors;

namespace NetDrms.Server.Api;

/// <summary>Which format an answer gets: <c>format=</c>, or else the header Accept.</summary>
internal static class Negotiation
{
    /// <summary>Chooses.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wanted">The parameter <c>format</c>, or null.</param>
    /// <exception cref="ApiException">406: there is no such format.</exception>
    public static TableFormat Choose(HttpRequest request, string? wanted)
    {
        if (wanted is not null)
        {
            return TableFormat.All.FirstOrDefault(f => f.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw NotAcceptable($"there is no format \"{Excerpt.Of(wanted)}\"", NearestName.Hint(wanted, TableFormat.All.Select(f => f.Name)));
        }
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
            return TableFormat.All[0];
        foreach (MediaTypeHeaderValue range in accepted.Where(a => (a.Quality ?? 1) > 0).OrderByDescending(a => a.Quality ?? 1).ThenBy(a => (a.MatchesAllTypes ? 2 : a.MatchesAllSubTypes ? 1 : 0)))
        {
            if (TableFormat.All.FirstOrDefault(f => Matches(f, range)) is TableFormat format)
                return format;
        }
        throw NotAcceptable("none of the accepted media types is to be had", "Name one of the available ones in Accept, or give format=.");
    }

    private static bool Matches(TableFormat format, MediaTypeHeaderValue range) =>
        format.OtherMediaTypes.Prepend(format.MediaType).Any(name => Matches(MediaTypeHeaderValue.Parse(name), range));

    private static bool Matches(MediaTypeHeaderValue offered, MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes)
            return true;
        if (!offered.Type.Equals(range.Type, StringComparison.OrdinalIgnoreCase))
            return false;
        if (range.MatchesAllSubTypes)
            return true;
        string? wanted = Serialization(range);
        return offered.SubType.Equals(range.SubType, StringComparison.OrdinalIgnoreCase) && (wanted is null ? Serialization(offered) is null : wanted.Equals(Serialization(offered), StringComparison.OrdinalIgnoreCase));
    }

    private static string? Serialization(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(p => p.Name.Equals("serialization", StringComparison.OrdinalIgnoreCase))?.Value.Value;

    private static ApiException NotAcceptable(string message, string? hint) =>
        new(new ApiProblem(StatusCodes.Status406NotAcceptable, new DrmsError(ErrorCode.Argument, message) { Hint = hint }) { Available = TableFormat.All, Parameter = "format" });
}
