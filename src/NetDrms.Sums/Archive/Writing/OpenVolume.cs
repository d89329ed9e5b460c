using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Faults;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Archive.Tar;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>A volume that is written to, locked among all daemons.</summary>
/// <param name="catalog">Its library.</param>
/// <param name="held">The lock.</param>
/// <param name="volume">The volume.</param>
/// <param name="log">Where it tells what it found.</param>
internal sealed class OpenVolume(VolumeCatalog catalog, AdvisoryLock held, IVolume volume, ILogger log) : IAsyncDisposable
{
    private bool _isDisposed;

    /// <summary>The lock.</summary>
    public AdvisoryLock Held => held;

    /// <summary>Its name.</summary>
    public string TapeId => volume.TapeId;

    /// <summary>Makes sure that the volume is what the catalog says, and labels a new one.</summary>
    /// <param name="row">Its row, read while the lock is held.</param>
    /// <exception cref="InvalidDataException">It holds what the catalog does not know: it is not written to.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public async Task PrepareAsync(VolumeRow row, DateTimeOffset now, CancellationToken cancel)
    {
        int count = row.Closed == VolumeRow.New ? await CountNewAsync(cancel) : await volume.CountFilesAsync(cancel);
        if (count > row.NextFile + 1 || (row.Closed == VolumeRow.New && count > 1))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it holds {count} files, the catalog knows of {(row.Closed == VolumeRow.New ? 0 : row.NextFile)}"));
        VolumeLabel? label = count > 0 ? await VolumeLabel.ReadAsync(volume, cancel) : null;
        if (label is not null && label.TapeId != row.TapeId)
            throw new InvalidDataException($"its label says that it is {label.TapeId}");
        if (row.Closed != VolumeRow.New)
        {
            if (count < row.NextFile || label is null)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it holds {count} files{(label is null ? " and no label" : "")}, the catalog knows of {row.NextFile}"));
            if (count == row.NextFile + 1)
                log.LeftoverFound(row.TapeId, row.NextFile);
            return;
        }
        if (count > 0 && label is null)
            throw new InvalidDataException("it is not empty, and has no label");
        await new VolumeLabel(row.TapeId, row.Group).WriteAsync(volume, now, cancel);
        Failpoint.Hit("sums.archive.labelled");
        await catalog.LabelledAsync(row.TapeId, cancel);   // from now on what is behind the label is ours
    }

    // A tape that was never written has no beginning that could be read.
    private async Task<int> CountNewAsync(CancellationToken cancel)
    {
        try
        {
            return await volume.CountFilesAsync(cancel);
        }
        catch (IOException) when (catalog.Library.IsSequential)
        {
            return 0;
        }
    }

    /// <summary>Writes units as a file.</summary>
    /// <param name="file">Its number.</param>
    /// <param name="units">What it holds.</param>
    /// <param name="present">Told which unit is being read.</param>
    /// <returns>MD5 and length of the whole file.</returns>
    /// <exception cref="UnitUnreadableException">A unit cannot be read; the file is not there.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public async Task<(string Md5, long Bytes)> WriteAsync(int file, IReadOnlyList<ArchiveUnit> units, Action<int> present, CancellationToken cancel)
    {
        string md5 = "";
        long bytes = 0;
        await volume.AppendAsync(
            file,
            async (stream, stop) =>
            {
                await using Md5Stream sum = new(stream);
                UnitTarWriter tar = new(sum);
                for (int i = 0; i < units.Count; i++)
                {
                    present(i);
                    await tar.AddUnitAsync(units[i].Path, new Units.Sunum(units[i].Sunum).DirectoryName, stop);
                    Failpoint.Hit("sums.archive.unit-written");
                }
                await tar.FinishAsync(stop);
                (md5, bytes) = (sum.Md5, sum.Count);
            },
            cancel);
        return (md5, bytes);
    }

    /// <summary>Writes a copy of another volume's file.</summary>
    public async Task<string> CopyAsync(int file, Stream source, CancellationToken cancel)
    {
        string md5 = "";
        await volume.AppendAsync(
            file,
            async (stream, stop) =>
            {
                await using Md5Stream sum = new(stream);
                await source.CopyToAsync(sum, 1 << 20, stop);
                md5 = sum.Md5;
            },
            cancel);
        return md5;
    }

    /// <summary>Reads a file once and gives its MD5.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public Task<string> SumAsync(int file, CancellationToken cancel) => VolumeCheck.SumAsync(volume, file, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await volume.DisposeAsync();
        await held.DisposeAsync();
    }
}
