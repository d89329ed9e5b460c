namespace NetDrms.Modules.Requests;

/// <summary>Which requests are answered at once; the others need a queue. Spec 06 §5.2 (8).</summary>
internal static class ImmediateExport
{
    /// <summary>The method of an answer at once.</summary>
    public const string Method = "url_quick";

    private const string UnitProtocol = "su";   // immediate by whatever method

    /// <summary>The protocols that need no file to be made.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["as-is", "su-as-is"];

    /// <summary>True when a request can be answered at once, if its files are on line.</summary>
    public static bool IsOffered(string method, string protocol) => protocol == UnitProtocol || (method == Method && Protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase));

    /// <summary>The answer to everything else.</summary>
    public static string NotOffered(string what) =>
        $"{what} needs a queued export, which this site does not offer yet; it offers method={Method} with protocol={string.Join(" or ", Protocols)}";
}
