using NetDrms.Model.Errors;

namespace NetDrms.Server.Api;

/// <summary>Ends a request with a problem.</summary>
/// <param name="problem">The problem.</param>
/// <param name="cause">What is behind it, for the log.</param>
internal sealed class ApiException(ApiProblem problem, Exception? cause = null) : Exception(problem.Error.Message, cause)
{
    /// <summary>A mistake in the request.</summary>
    public ApiException(string parameter, string message, string? hint = null) : this(new ApiProblem(StatusCodes.Status400BadRequest, new DrmsError(ErrorCode.Argument, message) { Hint = hint }) { Parameter = parameter })
    {
    }

    /// <summary>The problem.</summary>
    public ApiProblem Problem { get; } = problem;
}
