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

    /// <summary>The caller has not the right; audited. It has the code of a failure, since the protocol has none for this.</summary>
    /// <param name="subject">What it wanted to change.</param>
    /// <param name="message">Why not.</param>
    public static SumsFailure Denied(string subject, string message) => new(SumsStatus.CantGenerateResponse, message) { DeniedSubject = subject };

    /// <summary>What the caller had no right to change; null when rights are not the matter.</summary>
    public string? DeniedSubject { get; private init; }

    /// <summary>The request holds a value that cannot be.</summary>
    public static SumsFailure Value(string message) => new(SumsStatus.CantServiceRequest, message);
}
