using System.Buffers;
using System.Globalization;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;

namespace NetDrms.Drms.Json;

/// <summary>
/// Turns rows into columns for any number of rows: each column grows in memory, and when all of them together are too long, they move on into one
/// temporary file, which has no name that others could open and is gone with the process.
/// </summary>
/// <param name="memoryBytes">What the columns may hold in memory.</param>
/// <param name="longestBytes">Longest answer; a stranger must not fill the disk.</param>
public sealed class ColumnStore(long memoryBytes = ColumnStore.UsualMemory, long longestBytes = long.MaxValue) : IDisposable
{
    /// <summary>Bytes that all columns hold in memory, if nothing else is said.</summary>
    public const long UsualMemory = 16 * 1024 * 1024;

    private const int CopySize = 64 * 1024;

    private readonly List<HeldColumn> _columns = [];
    private FileStream? _file;

    /// <summary>Bytes that were moved to the file.</summary>
    public long SpilledBytes { get; private set; }

    /// <summary>Makes a column.</summary>
    public HeldColumn Add()
    {
        HeldColumn column = new();
        _columns.Add(column);
        return column;
    }

    /// <summary>Called between rows: moves the columns to the file when they have grown too long.</summary>
    /// <exception cref="DrmsException"><see cref="ErrorCode.Limit"/>: the answer is too long; <see cref="ErrorCode.File"/>: the disk has no room for it.</exception>
    public void SpillIfFull()
    {
        long held = 0;
        foreach (HeldColumn column in _columns)
            held += column.Bytes.Held.Length;
        if (held <= memoryBytes)
            return;
        if (SpilledBytes + held > longestBytes)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Limit, string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {longestBytes} bytes"))
            {
                Hint = "Ask for fewer records at a time, or for fewer keywords.",
            });
        }
        try
        {
            Spill();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, "could not hold the answer on disk") { Hint = "Ask for fewer records at a time." }, failure);
        }
    }

    /// <summary>Writes a column's values, without brackets around them, and waits for a slow reader.</summary>
    public async Task WriteAsync(HeldColumn column, OutputBuffer output, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(output);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        try
        {
            foreach (HeldColumn.Piece piece in column.Pieces)
            {
                for (int done = 0; done < piece.Length;)
                {
                    int read = RandomAccess.Read(_file!.SafeFileHandle, buffer.AsSpan(0, Math.Min(buffer.Length, piece.Length - done)), piece.Offset + done);
                    if (read == 0)
                        throw new DrmsException(ErrorCode.File, "the answer that was held on disk has been cut short");
                    output.Write(buffer.AsSpan(0, read));
                    done += read;
                    if (output.ShouldSend)
                        await output.SendAsync(cancel);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        output.Write(column.Bytes.Held);
        output.WriteOutIfFull();
        if (output.ShouldSend)
            await output.SendAsync(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        _file ??= Create();
        foreach (HeldColumn column in _columns)
        {
            ReadOnlySpan<byte> held = column.Bytes.Held;
            if (held.IsEmpty)
                continue;
            RandomAccess.Write(_file.SafeFileHandle, held, SpilledBytes);
            column.MovedTo(SpilledBytes);
            SpilledBytes += held.Length;
        }
    }

    // /tmp is memory on many systems.
    private static string Folder() =>
        Environment.GetEnvironmentVariable("TMPDIR") is null && Directory.Exists("/var/tmp") ? "/var/tmp" : Path.GetTempPath();

    private static FileStream Create()
    {
        string path = Path.Combine(Folder(), $"drms-{Path.GetRandomFileName()}");
        FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        File.Delete(path);   // no name any more: nothing is left behind, however the process ends
        return file;
    }
}
