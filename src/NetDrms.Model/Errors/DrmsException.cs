namespace NetDrms.Model.Errors;

/// <summary>Carries a <see cref="DrmsError"/> to whoever answers the user.</summary>
/// <param name="error">What went wrong.</param>
/// <param name="cause">The exception behind it, for the log.</param>
public sealed class DrmsException(DrmsError error, Exception? cause = null) : Exception(error.Message, cause)
{
    /// <summary>What went wrong.</summary>
    public DrmsError Error { get; } = error;

    /// <summary>Shortcut for an error that is only a code and a message.</summary>
    public DrmsException(ErrorCode code, string message, Exception? cause = null) : this(new DrmsError(code, message), cause)
    {
    }
}
