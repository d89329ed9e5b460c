using Microsoft.Extensions.Logging;

namespace NetDrms.Sums.Archive;

/// <summary>Log lines of the archive, 4261 … 4299. Numbers and names are an interface: never changed.</summary>
internal static partial class ArchiveLog
{
    [LoggerMessage(4261, LogLevel.Information, "volume {Volume} entered, at {Location}")]
    public static partial void VolumeEntered(this ILogger log, string volume, string location);

    [LoggerMessage(4262, LogLevel.Warning, "volume {Volume} is not where it was; it counts as missing")]
    public static partial void VolumeMissing(this ILogger log, string volume);

    [LoggerMessage(4263, LogLevel.Critical, "volume {Volume} is damaged: {What}")]
    public static partial void VolumeDamaged(this ILogger log, string volume, string what);

    [LoggerMessage(4264, LogLevel.Warning, "\"{Volume}\" at {Location} is not the name of a volume; it is left alone")]
    public static partial void VolumeNameRefused(this ILogger log, string volume, string location);

    [LoggerMessage(4265, LogLevel.Information, "archive run of tape group {Group}: {Files} files with {Units} storage units to write")]
    public static partial void RunBegun(this ILogger log, int group, int files, long units);

    [LoggerMessage(4266, LogLevel.Information, "archive run of tape group {Group} ended: {Units} storage units in {Files} files, {Left} left")]
    public static partial void RunEnded(this ILogger log, int group, long units, int files, long left);

    [LoggerMessage(4267, LogLevel.Error, "archive run of tape group {Group} failed; it is tried again")]
    public static partial void RunFailed(this ILogger log, int group, Exception cause);

    [LoggerMessage(4268, LogLevel.Information, "file {File} of volume {Volume} written: {Units} storage units, {Bytes} bytes")]
    public static partial void FileWritten(this ILogger log, string volume, int file, int units, long bytes);

    [LoggerMessage(4269, LogLevel.Error, "storage unit {Sunum} cannot be archived")]
    public static partial void UnitUnreadable(this ILogger log, long sunum, Exception cause);

    [LoggerMessage(4270, LogLevel.Warning, "file {File} on volume {Volume} was left by a run that ended early; it is written over")]
    public static partial void LeftoverFound(this ILogger log, string volume, int file);

    [LoggerMessage(4271, LogLevel.Information, "file {File} of volume {Volume} copied to {Safe}, file {SafeFile}")]
    public static partial void FileCopied(this ILogger log, string volume, int file, string safe, int safeFile);

    [LoggerMessage(4272, LogLevel.Information, "{Units} storage units read back from file {File} of volume {Volume}")]
    public static partial void UnitsRetrieved(this ILogger log, int units, string volume, int file);

    [LoggerMessage(4273, LogLevel.Error, "could not read storage units from file {File} of volume {Volume}")]
    public static partial void RetrievalFailed(this ILogger log, int file, string volume, Exception cause);

    [LoggerMessage(4274, LogLevel.Warning, "retrieval from volume {Volume} that was interrupted is settled: {Units} storage units")]
    public static partial void RetrievalSettled(this ILogger log, string volume, int units);

    [LoggerMessage(4275, LogLevel.Error, "retrievals cannot be done now; tried again")]
    public static partial void RetrieverFailed(this ILogger log, Exception cause);

    [LoggerMessage(4277, LogLevel.Error, "second copies could not be made; tried again at the next run")]
    public static partial void CopyFailed(this ILogger log, Exception cause);

    [LoggerMessage(4278, LogLevel.Error, "a library of the archive does not answer")]
    public static partial void LibraryUnreachable(this ILogger log, Exception cause);

    [LoggerMessage(4276, LogLevel.Error, "storage unit {Sunum} was not in file {File} of volume {Volume}")]
    public static partial void UnitNotOnVolume(this ILogger log, long sunum, int file, string volume);
}
