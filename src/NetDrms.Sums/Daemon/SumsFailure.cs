using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>A request that cannot be done: becomes the answer to the client. Its message is for strangers: no SQL, no stack.</summary>
internal sealed class SumsFailure(string status, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Code of the answer.</summary>
    public string Status { get; } = status;

    /// <summary>Something went wrong while working.</summary>
    public static SumsFailure Work(string message, Exception? cause = null) => new(SumsStatus.CantGenerateResponse, message, cause);

    /// <summary>The request holds a value that cannot be.</summary>
    public static SumsFailure Value(string message) => new(SumsStatus.CantServiceRequest, message);
}
