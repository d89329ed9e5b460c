using NetDrms.Model.Errors;

namespace NetDrms.Modules.Making;

/// <summary>The errors of <c>set_info</c> and its predecessor <c>set_keys</c>: the original's line, then ours. Spec 03 §3.5.</summary>
/// <param name="name">Name of the module.</param>
internal sealed class SetInfoDialect(string name)
{
    /// <summary>An error of the module with the original's text.</summary>
    /// <param name="classic">The original's text behind <c>$$$$ set_info error:</c>.</param>
    /// <param name="ours">What is wrong in our words; null where the original says it all.</param>
    /// <param name="before">Lines that the original prints before.</param>
    public DrmsException Error(string classic, DrmsError? ours = null, string? before = null)
    {
        string line = $"$$$$ {name} error: {classic}";
        DrmsError error = ours ?? new DrmsError(ErrorCode.Argument, classic);
        return new DrmsException(error with { ClassicMessage = before is null ? line : $"{before.TrimEnd('\n')}\n{line}" });
    }

    /// <summary>A bad value of a keyword.</summary>
    public DrmsException BadValue(string keyword, DrmsError ours) =>
        Error($"Cannot get cmd-line argument {keyword}.", ours, before: ours.ClassicMessage);
}
