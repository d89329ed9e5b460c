using Microsoft.Win32.SafeHandles;
using NetDrms.Database.Faults;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Tar;

/// <summary>Takes storage units out of a file of the archive, each into a folder of its own. The archive may be hostile: nothing leads out of that folder. Spec 04 §5.6.</summary>
/// <param name="targets">By the unit's name in the archive, <c>D641</c>: the folder to make.</param>
/// <param name="owner">Whose it becomes.</param>
internal sealed class UnitExtractor(IReadOnlyDictionary<string, string> targets, UnitOwner owner)
{
    private readonly Dictionary<string, UnitFolderWriter> _open = new(StringComparer.Ordinal);

    /// <summary>The units, by name in the archive, that were in it.</summary>
    public IReadOnlyCollection<string> Found => _open.Keys;

    /// <summary>Reads the whole stream.</summary>
    /// <exception cref="InvalidDataException">It is not a tar archive, or holds what a unit cannot hold.</exception>
    /// <exception cref="TargetException">A folder or file could not be made.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async Task ExtractAsync(Stream input, CancellationToken cancel)
    {
        try
        {
            TarMembers members = new(input);
            while (await members.NextAsync(cancel) is TarHeader header)
            {
                if (Find(header.Name) is not (string unit, byte[][] way))
                    continue;
                if (!_open.TryGetValue(unit, out UnitFolderWriter? folder))
                    _open[unit] = folder = UnitFolderWriter.Make(targets[unit], owner);
                await ExtractAsync(members, header, folder, way, cancel);
                Failpoint.Hit("sums.retrieve.extracting");
            }
            await members.DrainAsync(cancel);
            foreach (UnitFolderWriter folder in _open.Values)
                folder.Finish();
        }
        finally
        {
            foreach (UnitFolderWriter folder in _open.Values)
                folder.Dispose();
        }
    }

    private async Task ExtractAsync(TarMembers members, TarHeader header, UnitFolderWriter folder, byte[][] way, CancellationToken cancel)
    {
        switch (header.Type)
        {
            case TarHeader.Folder:
                folder.AddFolder(way, header.Mode, header.Group);
                break;
            case TarHeader.SymbolicLink:
                folder.AddLink(way, header.Link);
                break;
            case TarHeader.HardLink:
                folder.AddHardLink(way, Find(header.Link) is (string, byte[][] from) ? from : throw new InvalidDataException("a hard link in the archive leads out of its storage unit"));
                break;
            case TarHeader.File or (byte)'7':
                using (SafeFileHandle file = folder.AddFile(way, header.Mode, header.Group))
                {
                    long position = 0;
                    while (await members.PieceAsync(cancel) is { IsEmpty: false } piece)
                    {
                        UnitFolderWriter.Write(file, piece.Span, position);
                        position += piece.Length;
                    }
                    UnitFolderWriter.SetTime(file, header.ModifiedSeconds);
                }
                break;
            default:
                throw new InvalidDataException($"the archive holds a member of kind {(char)header.Type}, which a storage unit cannot hold");
        }
    }

    // D641/S00000/x, also ./D641/… and, of some early series, one folder more before it.
    private (string Unit, byte[][] Way)? Find(byte[] name)
    {
        byte[][] parts = [.. Split(name)];
        for (int i = 0; i < Math.Min(2, parts.Length); i++)
        {
            string unit = System.Text.Encoding.Latin1.GetString(parts[i]);
            if (!targets.ContainsKey(unit))
                continue;
            byte[][] way = parts[(i + 1)..];
            if (way.Any(static part => part.AsSpan().SequenceEqual(".."u8)))
                throw new InvalidDataException("a name in the archive leads out of its storage unit");
            return (unit, way);
        }
        return null;
    }

    private static List<byte[]> Split(byte[] name)
    {
        List<byte[]> parts = [];
        foreach (Range range in name.AsSpan().Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = name.AsSpan(range);
            if (!part.IsEmpty && !part.SequenceEqual("."u8))
                parts.Add(part.ToArray());
        }
        return parts;
    }
}
