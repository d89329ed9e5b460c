
namespace NetDrms.Modules.Driver;

/// <summary>Our version, and the original's that we stand for.</summary>
internal static class ProgramVersion
{
    /// <summary>Release of the original whose behaviour this is.</summary>
    public const string Original = "9.5";

    /// <summary>Ours.</summary>
    public static string Ours => typeof(ProgramVersion).Assembly.GetName().Version is Version version ? version.ToString(3) : "0";

    /// <summary>The lines of <c>--version</c> and <c>--jsocmodver</c>; scripts read the first. Spec 03 §1.4.</summary>
    public static string Lines(string module) =>
        $"Module '{module}' JSOC version is '{Original}' (release)\nNetDRMS for .NET {Ours}\n";
}
