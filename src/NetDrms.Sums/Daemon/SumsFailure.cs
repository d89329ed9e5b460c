using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>A request that cannot be done: becomes the answer to the client. Its message is for strangers: no SQL, no stack.</summary>
internal sealed class SumsFailure(string status, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Code of the answer.</summary>
    public string Status { get; } = status;

    /// <summary>True when the site has to be looked after; false when the request asked for what cannot be.</summary>
    public bool IsOurFault { get; private init; }

    /// <summary>Something went wrong while working.</summary>
    public static SumsFailure Work(string message, Exception? cause = null) => new(SumsStatus.CantGenerateResponse, message, cause) { IsOurFault = true };

    /// <summary>The request asks for something that is not so; it has the same code as a failure, as in the original.</summary>
    public static SumsFailure Refusal(string message) => new(SumsStatus.CantGenerateResponse, message);

    /// <summary>The request holds a value that cannot be.</summary>
    public static SumsFailure Value(string message) => new(SumsStatus.CantServiceRequest, message);
}
