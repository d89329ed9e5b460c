using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetDrms.Sums.Archive.Catalog;

namespace NetDrms.Sums.Archive.Tape;

/// <summary>A tape in a drive: files end with file marks, which the drive writes when its device is closed.</summary>
/// <param name="tapeId">Its name.</param>
/// <param name="options">The programs.</param>
/// <param name="device">The drive, the device that does not rewind.</param>
/// <param name="held">The lock of the drive.</param>
/// <param name="unload">Puts the tape back into its slot.</param>
internal sealed partial class TapeVolume(string tapeId, ArchiveOptions options, string device, AdvisoryLock held, Func<Task> unload) : IVolume
{
    private const string RecordBytes = "131072";
    private bool _isDisposed;

    /// <inheritdoc/>
    public string TapeId => tapeId;

    /// <inheritdoc/>
    public async Task<int> CountFilesAsync(CancellationToken cancel)
    {
        await MtAsync(cancel, "rewind");
        await MtAsync(cancel, "eod");
        return await FileNumberAsync(cancel);
    }

    private async Task<int> FileNumberAsync(CancellationToken cancel)
    {
        string status = await MtAsync(cancel, "status");
        Match number = FileNumber().Match(status);
        return number.Success ? int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : throw new IOException("mt status does not tell the file number");
    }

    /// <inheritdoc/>
    public async Task AppendAsync(int file, Func<Stream, CancellationToken, Task> write, CancellationToken cancel)
    {
        await GoAsync(file, cancel);
        using Process dd = DeviceProgram.Start(options.DdProgram, [$"of={device}", $"bs={RecordBytes}", "iflag=fullblock"]);
        Task<string> errors = DeviceProgram.ReadAsync(dd.StandardError, CancellationToken.None);
        try
        {
            await write(dd.StandardInput.BaseStream, cancel);
            await dd.StandardInput.BaseStream.FlushAsync(cancel);
            dd.StandardInput.Close();
            await DeviceProgram.EndAsync(dd, options.DdProgram, await errors, cancel);
        }
        catch
        {
            DeviceProgram.Kill(dd);
            await dd.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        int reached = await FileNumberAsync(cancel);
        if (reached != file + 1)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the drive stands at file {reached} after file {file} was written"));
    }

    /// <inheritdoc/>
    public async Task<Stream> ReadAsync(int file, CancellationToken cancel)
    {
        await GoAsync(file, cancel);
        return new ProgramOutput(DeviceProgram.Start(options.DdProgram, [$"if={device}", $"bs={RecordBytes}"]), options.DdProgram);
    }

    private async Task GoAsync(int file, CancellationToken cancel)
    {
        await MtAsync(cancel, "rewind");
        if (file > 0)
            await MtAsync(cancel, "fsf", file.ToString(CultureInfo.InvariantCulture));
    }

    private Task<string> MtAsync(CancellationToken cancel, params string[] arguments) => DeviceProgram.RunAsync(options.MtProgram, ["-f", device, .. arguments], cancel);

    [GeneratedRegex("[Ff]ile [Nn]umber *= *([0-9]+)")]
    private static partial Regex FileNumber();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            await unload();
        }
        catch (IOException)
        {
            // whoever uses the drive next tries again
        }
        finally
        {
            await held.DisposeAsync();
        }
    }
}
