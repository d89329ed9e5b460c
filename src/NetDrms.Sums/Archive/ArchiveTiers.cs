using NetDrms.Database.Sql;
using NetDrms.Sums.Archive.Tape;

namespace NetDrms.Sums.Archive;

/// <summary>Opens the library that site.toml names.</summary>
internal static class ArchiveTiers
{
    /// <summary>Opens it.</summary>
    /// <param name="sums">The SUMS database, in which daemons lock drives.</param>
    public static IVolumeLibrary Open(ArchiveOptions options, DatabaseTarget sums) => options.Tier switch
    {
        ArchiveTier.Folder => new FolderLibrary(options.Folder, 'V'),
        ArchiveTier.Tape => new TapeLibrary(options, sums),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Tier, "not a tier"),
    };
}
