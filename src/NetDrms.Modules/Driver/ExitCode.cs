
namespace NetDrms.Modules.Driver;

/// <summary>Exit codes. Spec 03 §1.8.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Ok = 0;

    /// <summary>Anything that went wrong, also a bad argument of the original's modules.</summary>
    public const int Error = 1;

    /// <summary>Arguments of a new command that cannot be understood; for <c>show_info</c> a record set that does not parse.</summary>
    public const int Usage = 2;

    /// <summary>Nothing matched, with <c>--fail-empty</c>.</summary>
    public const int Empty = 3;
}
