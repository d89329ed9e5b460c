namespace NetDrms.Sums.Access;

/// <summary>Something that was done or refused, for the audit table.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Session">In which session; 0 for none.</param>
/// <param name="Action">What: the request, or another word of <see cref="AuditActions"/>.</param>
/// <param name="Subject">To what: a series, a path.</param>
/// <param name="Detail">The rest, for people.</param>
internal sealed record AuditEntry(Caller Caller, long Session, string Action, string Subject, string Detail)
{
    private const int MaxSubjectLength = 200;
    private const int MaxDetailLength = 500;

    /// <summary>The subject, cut: strangers choose it.</summary>
    public string ShortSubject => Cut(Subject, MaxSubjectLength);

    /// <summary>The detail, cut.</summary>
    public string ShortDetail => Cut(Detail, MaxDetailLength);

    private static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
}

/// <summary>Words of column action that are no request of the protocol; those for a refusal end in <c>-refused</c>.</summary>
internal static class AuditActions
{
    /// <summary>Units became visible at close.</summary>
    public const string Put = "put";

    /// <summary>A unit was entered whose session never closed, since a record refers to it.</summary>
    public const string Adopt = "adopt";

    /// <summary>Units expire earlier than they would have.</summary>
    public const string Shorten = "shorten";

    /// <summary>All units of a series expire.</summary>
    public const string DeleteSeries = "deleteseries";

    /// <summary>A connection was ended before it could do anything.</summary>
    public const string ConnectRefused = "connect-refused";

    /// <summary>Salvaged data were entered.</summary>
    public const string Restore = "restore";

    /// <summary>Salvaged data were removed.</summary>
    public const string Drop = "drop";

    /// <summary>A request that was refused for want of a right.</summary>
    public static string Refused(string request) => $"{request}-refused";
}
