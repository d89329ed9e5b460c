namespace NetDrms.Sums.Wire;

/// <summary>Values of <c>status</c> in answers. Spec 04 §3.5.</summary>
internal static class SumsStatus
{
    public const string Ok = "ok";
    public const string BadJson = "bad-json";
    public const string BadRequest = "bad-request";
    public const string BadRequestType = "bad-request-type";
    public const string SessionOpened = "session-opened";
    public const string SessionRolledBack = "session-rolledback";
    public const string CantServiceRequest = "cant-service-request";
    public const string CantGenerateResponse = "cant-generate-response";
    public const string CantReceiveRequest = "cant-receive-request";
    public const string TapeRead = "taperead";
}
