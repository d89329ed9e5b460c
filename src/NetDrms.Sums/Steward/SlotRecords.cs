using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;
using NetDrms.Model.Series;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>What <c>Records.txt</c> of a storage unit says when its records shall go with it: archive flag -1. Spec 02 §6.3, 04 §4.6.</summary>
/// <remarks>A client wrote the file: its size is limited, and nothing of it is believed that the databases do not confirm.</remarks>
/// <param name="Series">The series whose records they are.</param>
/// <param name="Recnums">The records.</param>
internal sealed record SlotRecords(SeriesName Series, long[] Recnums)
{
    /// <summary>Larger files are refused; one line a slot, and a unit has thousands at most.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly byte[] FileName = "Records.txt\0"u8.ToArray();

    /// <summary>Reads the file of a unit.</summary>
    /// <returns>Null when the records of the unit stay: no such file, or it does not begin with <c>DELETE_SLOTS_RECORDS</c>.</returns>
    /// <exception cref="FormatException">It does, but goes on wrongly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SlotRecords? Read(string unitPath)
    {
        int folder = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(unitPath));
        if (folder < 0)
            return Posix.Error == Posix.NoSuchEntry ? null : throw Posix.Failure($"read \"{unitPath}\"");
        try
        {
            // a link, a pipe or a folder of that name was not written by DRMS
            if (!Posix.TryStatus(folder, FileName, follow: false, out FileStatus status))
                return Posix.Error == Posix.NoSuchEntry ? null : throw Posix.Failure($"read \"{unitPath}/Records.txt\"");
            if (!status.IsFile)
                return null;
            int file = Posix.OpenFile(folder, FileName);
            if (file < 0)
                throw Posix.Failure($"read \"{unitPath}/Records.txt\"");
            using SafeFileHandle handle = new(file, ownsHandle: true);
            return ReadFile(handle);
        }
        finally
        {
            _ = Posix.close(folder);
        }
    }

    private static SlotRecords? ReadFile(SafeFileHandle file)
    {
        byte[] head = new byte[FirstLine.Length + 1];
        int length = RandomAccess.Read(file, head, 0);
        if (length < FirstLine.Length || !head.AsSpan().StartsWith(FirstLine) || length > FirstLine.Length && head[FirstLine.Length] is not ((byte)'\n' or (byte)'\r'))
            return null;
        long size = RandomAccess.GetLength(file);
        if (size > MaxBytes)
            throw new FormatException($"Records.txt has {size} bytes, more than {MaxBytes}");
        byte[] text = new byte[size];
        for (int at = 0; at < text.Length;)
        {
            int read = RandomAccess.Read(file, text.AsSpan(at), at);
            if (read == 0)
                throw new FormatException("Records.txt became shorter while it was read");
            at += read;
        }
        return Parse(text);
    }

    private static ReadOnlySpan<byte> FirstLine => "DELETE_SLOTS_RECORDS"u8;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It is not such a file.</exception>
    public static SlotRecords Parse(ReadOnlySpan<byte> text)
    {
        // file = "DELETE_SLOTS_RECORDS" nl "series=" name nl "slot" tab "record number" nl { slot tab recnum nl } ;
        int number = 0;
        SeriesName? series = null;
        List<long> recnums = [];
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            number++;
            if (line.IsEmpty && range.End.Value == text.Length)
                break;
            bool ok = number switch
            {
                1 => line.TrimEnd((byte)'\r').SequenceEqual(FirstLine),
                2 => TryReadSeries(line, out series),
                3 => line.SequenceEqual("slot\trecord number"u8),
                _ => TryReadRecord(line, recnums),
            };
            if (!ok)
                throw new FormatException($"Records.txt, line {number}: not what DRMS writes there");
        }
        return new(series ?? throw new FormatException("Records.txt names no series"), [.. recnums]);
    }

    private static bool TryReadSeries(ReadOnlySpan<byte> line, out SeriesName? series)
    {
        const int LongestName = 256;
        series = null;
        if (!line.StartsWith("series="u8) || line.Length > LongestName)
            return false;
        bool ok = SeriesName.TryParse(System.Text.Encoding.UTF8.GetString(line["series="u8.Length..]), out SeriesName name);
        series = ok ? name : null;
        return ok;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> line, List<long> recnums)
    {
        int tab = line.IndexOf((byte)'\t');
        if (tab < 1
            || !Utf8Parser.TryParse(line[..tab], out int slot, out int slotLength) || slotLength != tab || slot < 0
            || !Utf8Parser.TryParse(line[(tab + 1)..], out long recnum, out int length) || length != line.Length - tab - 1 || recnum < 1)
            return false;
        recnums.Add(recnum);
        return true;
    }
}
