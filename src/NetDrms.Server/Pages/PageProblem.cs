using NetDrms.Model.Errors;

namespace NetDrms.Server.Pages;

/// <summary>Why a page cannot be shown, for strangers: no SQL, no paths, nothing about the machine. STYLE 5.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="RequestId">Finds the whole story in the log.</param>
public sealed record PageProblem(int Status, DrmsError Error, string RequestId)
{
    /// <summary>Makes the problem of an error.</summary>
    public static PageProblem Of(DrmsError error, string requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new PageProblem(StatusOf(error.Code), Public(error), requestId);
    }

    /// <summary>The heading: a sentence for people.</summary>
    public string Heading => Status switch
    {
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status403Forbidden => "Not public",
        StatusCodes.Status503ServiceUnavailable => "Not available at the moment",
        >= StatusCodes.Status500InternalServerError => "Something went wrong here",
        _ => "That cannot be shown",
    };

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.UnknownSeries or ErrorCode.UnknownRecord or ErrorCode.UnknownSegment or ErrorCode.UnknownKeyword or ErrorCode.UnknownLink => StatusCodes.Status404NotFound,
        ErrorCode.Permission => StatusCodes.Status403Forbidden,
        ErrorCode.DatabaseUnavailable or ErrorCode.SumsUnavailable or ErrorCode.Sums or ErrorCode.Limit => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal or ErrorCode.Configuration or ErrorCode.File or ErrorCode.Fits => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    private static DrmsError Public(DrmsError error) => error.Code switch
    {
        ErrorCode.DatabaseUnavailable => new DrmsError(error.Code, "the database of this site cannot be reached") { Hint = "Try again in a minute." },
        ErrorCode.SumsUnavailable => new DrmsError(error.Code, "the storage of this site cannot be reached") { Hint = "Try again in a minute." },
        ErrorCode.File or ErrorCode.Fits or ErrorCode.Configuration or ErrorCode.Internal => new DrmsError(error.Code, "the file or the data behind this page cannot be read"),
        _ => error,
    };
}
