namespace NetDrms.Sums.Journal;

/// <summary>Where a storage unit stands in the journal; the meaning of each is told with table <c>netdrms.sums_unit</c>.</summary>
internal enum JournalStep
{
    Making,
    Allocated,
    Granted,
    Sealing,
    Sealed,
    Salvage,
    Unconfirmed,
    Removing,
}

/// <summary>Spelling of the steps in the table.</summary>
internal static class JournalSteps
{
    public static string ToText(this JournalStep step) => step switch
    {
        JournalStep.Making => "making",
        JournalStep.Allocated => "allocated",
        JournalStep.Granted => "granted",
        JournalStep.Sealing => "sealing",
        JournalStep.Sealed => "sealed",
        JournalStep.Salvage => "salvage",
        JournalStep.Unconfirmed => "unconfirmed",
        JournalStep.Removing => "removing",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no such step"),
    };

    public static JournalStep Parse(string text) => Enum.Parse<JournalStep>(text, ignoreCase: true);
}
