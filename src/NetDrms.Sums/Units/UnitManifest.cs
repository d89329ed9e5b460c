using System.Security.Cryptography;

namespace NetDrms.Sums.Units;

/// <summary>What a storage unit holds: every file, folder and link below its folder, and that folder itself, in the order of their names. Spec 04, better 7.</summary>
/// <param name="Entries">By name, bytes compared.</param>
internal sealed record UnitManifest(IReadOnlyList<ManifestEntry> Entries)
{
    /// <summary>Sum of the lengths of files and links.</summary>
    public long Bytes => Entries.Sum(static entry => entry.SizeBytes);

    /// <summary>Puts entries in order.</summary>
    public static UnitManifest Of(List<ManifestEntry> entries)
    {
        entries.Sort(static (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        return new(entries);
    }

    /// <summary>Reads the columns of <c>netdrms.sums_manifest</c>.</summary>
    /// <exception cref="InvalidDataException">The columns are not of one length, which the table refuses.</exception>
    public static UnitManifest Of(byte[][] names, long[] sizes, int[] modes, byte[][] hashes)
    {
        if (sizes.Length != names.Length || modes.Length != names.Length || hashes.Length != names.Length)
            throw new InvalidDataException("manifest is damaged: its columns differ in length");
        return Of([.. names.Select((name, i) => new ManifestEntry(name, sizes[i], modes[i], hashes[i]))]);
    }
}

/// <summary>One entry of a unit.</summary>
/// <param name="Name">The way from the unit's folder, bytes as the client chose them, parts separated by slashes; empty for the unit's folder itself.</param>
/// <param name="SizeBytes">Length of a file, of a link's target; 0 for a folder, whose size is the file system's own matter.</param>
/// <param name="Mode">Kind and permissions, as <c>st_mode</c>.</param>
/// <param name="Hash">SHA-256 of a file's bytes or a link's target, 32 bytes; empty for a folder, and for a file that could not be read.</param>
internal sealed record ManifestEntry(byte[] Name, long SizeBytes, int Mode, byte[] Hash)
{
    private const int Permissions = 0xFFF;
    private const int File = 0x8000;

    /// <summary>The entry of a symbolic link.</summary>
    public static ManifestEntry Link(byte[] way, in FileStatus status, byte[] target) => new(way, target.Length, status.Mode, SHA256.HashData(target));

    /// <summary>Kind of entry, as bits of <c>st_mode</c>.</summary>
    public int Kind => Mode & FileStatus.TypeMask;

    /// <summary>True for a regular file.</summary>
    public bool IsFile => Kind == File;

    /// <summary>Permissions and setgid, as people write them.</summary>
    public string ModeText => Convert.ToString(Mode & Permissions, 8).PadLeft(4, '0');

    /// <summary>The name for people.</summary>
    public string NameText => Name.Length == 0 ? "." : Posix.Text(Name);
}
