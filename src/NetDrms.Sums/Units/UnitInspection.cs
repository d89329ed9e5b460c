using System.Globalization;

namespace NetDrms.Sums.Units;

/// <summary>Reads a stored unit to its last byte and compares it with its manifest. Spec 04, better 7.</summary>
internal sealed class UnitInspection : IDisposable
{
    private readonly FileHash _hash = new();
    private readonly List<ManifestEntry> _entries = [];
    private readonly List<UnitFault> _faults = [];
    private readonly Action<int>? _pace;
    private long _folderBytes;
    private int _folders;

    private UnitInspection(Action<int>? pace) => _pace = pace;

    /// <summary>What was found.</summary>
    /// <param name="Found">What the unit holds; files that cannot be read without a hash.</param>
    /// <param name="Faults">What is wrong; empty for a unit as it was sealed.</param>
    public sealed record Result(UnitManifest Found, IReadOnlyList<UnitFault> Faults);

    /// <summary>Inspects the unit in a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="manifest">What it held when it was sealed; null when nobody knows.</param>
    /// <param name="bytes">Its size as sum_main tells; null when that is not known.</param>
    /// <param name="pace">Called after each piece with its number of bytes; may wait, or throw to end the reading.</param>
    /// <remarks>The pages of a file are dropped from the kernel's memory first where it lets them go, so that the disk is read, not what it was given.</remarks>
    public static Result Inspect(string path, UnitManifest? manifest, long? bytes, Action<int>? pace)
    {
        using UnitInspection inspection = new(pace);
        inspection.Read(path);
        UnitManifest found = UnitManifest.Of(inspection._entries);
        if (manifest is not null && inspection._entries.Count > 0)
            inspection.Compare(manifest, found);
        if (bytes is long expected)
            inspection.CompareBytes(found, expected);
        return new(found, inspection._faults);
    }

    private void Read(string path)
    {
        if (!Posix.TryStatus(Posix.CurrentFolder, Posix.Name(path), follow: false, out FileStatus status))
        {
            _faults.Add(Posix.Error == Posix.NoSuchEntry
                ? new(UnitFaultKind.NoDirectory, ".", "directory does not exist")
                : new(UnitFaultKind.Unreadable, ".", Posix.Explain(Posix.Error)));
            return;
        }
        if (!status.IsFolder)
        {
            _faults.Add(new(UnitFaultKind.NoDirectory, ".", "is not a directory"));
            return;
        }
        try
        {
            UnitTree.Walk(path, VisitEntry, VisitFolder);
        }
        catch (IOException failure)   // a folder that cannot be read: what it holds is not known
        {
            _faults.Add(new(UnitFaultKind.Unreadable, ".", failure.Message));
        }
    }

    private void VisitFolder(int folder, byte[] way, in FileStatus status)
    {
        _folders++;
        _folderBytes += (long)status.SizeBytes;
        _entries.Add(new(way, 0, status.Mode, []));
    }

    private void VisitEntry(int folder, byte[] name, byte[] way, in FileStatus status) => _entries.Add(
        status.IsFile ? ReadFile(folder, name, way, status)
        : status.IsLink ? ManifestEntry.Link(way, status, Posix.LinkBytes(folder, name))
        : new(way, 0, status.Mode, []));

    private ManifestEntry ReadFile(int folder, byte[] name, byte[] way, in FileStatus status)
    {
        int file = Posix.OpenFile(folder, name);
        try
        {
            if (file < 0)
                throw Posix.Failure($"open \"{Posix.Text(way)}\"");
            _ = Posix.posix_fadvise(file, 0, 0, Posix.DropCached);
            _ = Posix.posix_fadvise(file, 0, 0, Posix.WillReadOnce);
            byte[] hash = _hash.Of(file, Posix.Text(way), out long length, _pace);
            if (_pace is not null)
                _ = Posix.posix_fadvise(file, 0, 0, Posix.DropCached);   // in the background nothing of others is pushed out of memory
            return new(way, length, status.Mode, hash);
        }
        catch (IOException failure)
        {
            _faults.Add(new(UnitFaultKind.Unreadable, Posix.Text(way), failure.Message));
            return new(way, (long)status.SizeBytes, status.Mode, []);
        }
        finally
        {
            if (file >= 0)
                _ = Posix.close(file);
        }
    }

    // Both are in the order of their names.
    private void Compare(UnitManifest manifest, UnitManifest found)
    {
        bool isWhole = !_faults.Any(static fault => fault is { Kind: UnitFaultKind.Unreadable, Name: "." });
        int i = 0, j = 0;
        while (i < manifest.Entries.Count || j < found.Entries.Count)
        {
            int order = i == manifest.Entries.Count ? 1 : j == found.Entries.Count ? -1
                : manifest.Entries[i].Name.AsSpan().SequenceCompareTo(found.Entries[j].Name);
            if (order == 0)
                Compare(manifest.Entries[i++], found.Entries[j++]);
            else if (order > 0)
                _faults.Add(new(UnitFaultKind.Extra, found.Entries[j].NameText, $"stands in no manifest, {Size(found.Entries[j++].SizeBytes)}"));
            else if (isWhole)
                _faults.Add(new(UnitFaultKind.Missing, manifest.Entries[i].NameText, $"does not exist; had {Size(manifest.Entries[i++].SizeBytes)}"));
            else
                i++;   // in a folder that could not be read, most likely
        }
    }

    private void Compare(ManifestEntry sealedEntry, ManifestEntry found)
    {
        string name = found.NameText;
        if (sealedEntry.Kind != found.Kind)
            _faults.Add(new(UnitFaultKind.WrongKind, name, "is of another kind than when it was sealed"));
        else if (sealedEntry.SizeBytes != found.SizeBytes)
            _faults.Add(new(UnitFaultKind.WrongSize, name, $"has {Size(found.SizeBytes)}; had {Size(sealedEntry.SizeBytes)} when it was sealed"));
        else if (sealedEntry.Hash.Length > 0 && found.Hash.Length > 0 && !sealedEntry.Hash.AsSpan().SequenceEqual(found.Hash))
            _faults.Add(new(UnitFaultKind.WrongContent, name, $"SHA-256 is {Convert.ToHexStringLower(found.Hash)}; was {Convert.ToHexStringLower(sealedEntry.Hash)} when it was sealed"));
        if (sealedEntry.Kind == found.Kind && sealedEntry.ModeText != found.ModeText)
            _faults.Add(new(UnitFaultKind.WrongMode, name, $"has mode {found.ModeText}; had {sealedEntry.ModeText} when it was sealed"));
    }

    // What a folder counts depends on the file system and on what it once held: a unit that came back from an archive may differ there. Links are counted by what they point to.
    private void CompareBytes(UnitManifest found, long expected)
    {
        if (_faults.Count > 0 || found.Entries.Any(static entry => !entry.IsFile && entry.SizeBytes > 0))
            return;
        long allowance = Math.Max(_folderBytes, (_folders * 65536L) + (found.Entries.Count * 512L));
        if (expected < found.Bytes || expected > found.Bytes + allowance)
            _faults.Add(new(UnitFaultKind.WrongBytes, ".", $"holds {Size(found.Bytes + _folderBytes)}; sum_main has {Size(expected)}"));
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
