using System.Text;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Server.Api;

/// <summary>What failures mean to a client of the API: one mapping for all endpoints.</summary>
/// <param name="options">The limits, which the answers name.</param>
internal sealed class ApiProblems(WebOptions options)
{
    private const int SoonSeconds = 5;
    private const int LongestMessage = 300;

    /// <summary>The problem for a defect of ours: strangers see nothing of it, the log has it.</summary>
    public static ApiProblem Defect { get; } = new(StatusCodes.Status500InternalServerError, new DrmsError(ErrorCode.Internal, "the server made a mistake; its log tells more"));

    /// <summary>The problem of a failure; null when it is a defect of ours.</summary>
    public ApiProblem? Of(Exception failure) => failure switch
    {
        ApiException api => api.Problem,
        DrmsException { InnerException: PostgresException inner } drms => OfDatabase(drms.Error, inner.SqlState),
        DrmsException drms => new ApiProblem(StatusOf(drms.Error.Code), drms.Error) { RetryAfter = StatusOf(drms.Error.Code) == StatusCodes.Status503ServiceUnavailable ? SoonSeconds : null },
        PostgresException server => OfDatabase(new DrmsError(ErrorCode.Database, $"the database refused the query: {Excerpt(server.MessageText)}"), server.SqlState),
        NpgsqlException => Unavailable(),
        DecoderFallbackException => new ApiProblem(StatusCodes.Status500InternalServerError, new DrmsError(ErrorCode.Database, "the database holds text that is not UTF-8")),
        _ => null,
    };

    private ApiProblem OfDatabase(DrmsError error, string state) => state switch
    {
        PostgresErrorCodes.QueryCanceled => new ApiProblem(StatusCodes.Status504GatewayTimeout, new DrmsError(ErrorCode.Limit, $"the query was stopped after {options.StatementSeconds} s")
        {
            Detail = "A statement may take no longer here, the sending of its rows included.",
            Hint = "Ask for fewer records, or page by page with limit=.",
        })
        { LimitSeconds = options.StatementSeconds },
        PostgresErrorCodes.InsufficientPrivilege => new ApiProblem(StatusCodes.Status403Forbidden, new DrmsError(ErrorCode.Permission, "this series is not public")),
        _ => state[..2] switch
        {
            "22" or "42" or "54" or "21" => new ApiProblem(StatusCodes.Status400BadRequest, error),   // what a condition computes, or how deep it is
            "08" or "53" or "55" or "57" or "58" or "40" => Unavailable(),
            _ => new ApiProblem(StatusCodes.Status500InternalServerError, new DrmsError(ErrorCode.Database, "the database failed")),
        },
    };

    private static ApiProblem Unavailable() => new(StatusCodes.Status503ServiceUnavailable, new DrmsError(ErrorCode.DatabaseUnavailable, "the database is not there at the moment") { Hint = "Try again later." }) { RetryAfter = SoonSeconds };

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.UnknownSeries or ErrorCode.UnknownRecord => StatusCodes.Status404NotFound,
        ErrorCode.Permission => StatusCodes.Status403Forbidden,
        ErrorCode.DatabaseUnavailable or ErrorCode.SumsUnavailable or ErrorCode.Sums => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal or ErrorCode.Configuration or ErrorCode.File or ErrorCode.Fits or ErrorCode.Database => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string Excerpt(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "…" : text;
}
