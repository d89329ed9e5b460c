namespace NetDrms.Sums.Journal;

/// <summary>On what terms units are put. Spec 04 §2.1.</summary>
/// <param name="Series">The series that owns them.</param>
/// <param name="RetentionDays">How long they are kept from now; not negative.</param>
/// <param name="Status">Status of their rows: 2 delete pending, 4 archive pending.</param>
/// <param name="Substatus">32 delete, 64 archive and keep for ever, 128 archive and delete.</param>
internal sealed record PutTerms(string Series, double RetentionDays, int Status, int Substatus)
{
    public const int DeletePending = 2;
    public const int ArchivePending = 4;
    public const int DoNotArchive = 32;
    public const int ArchivePermanent = 64;
    public const int ArchiveThenDelete = 128;
    public const int SeriesDeleted = 1024;
}
