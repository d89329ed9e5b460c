using NetDrms.Model.Errors;

namespace NetDrms.Modules.Info;

/// <summary>Ends a request with the original's text in the answer. Spec 06 §2.6.</summary>
/// <param name="text">Member <c>error</c>.</param>
/// <param name="error">What is wrong, in our words; null where the text says it all.</param>
internal sealed class InfoFailure(string text, DrmsError? error = null) : Exception(text)
{
    /// <summary>What is wrong, in our words.</summary>
    public DrmsError? Error => error;

    /// <summary>The answer's text for an error that has no words of the original's of its own.</summary>
    public static InfoFailure Of(DrmsError error)
    {
        const string failed = "query failed: ";
        bool isOfDatabase = error.Code is ErrorCode.Database or ErrorCode.Limit && error.ClassicMessage?.StartsWith(failed, StringComparison.Ordinal) == true;
        return new InfoFailure(isOfDatabase ? error.ClassicMessage![failed.Length..] : error.Message, error);
    }
}
