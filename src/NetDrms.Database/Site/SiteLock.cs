using System.Diagnostics;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>A lock file: one holder at a time. The kernel frees it when the holder dies, so it is never stale.</summary>
public sealed class SiteLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private SiteLock(FileStream file) => _file = file;

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns>Null when somebody else holds it.</returns>
    /// <exception cref="DrmsException">The file cannot be made.</exception>
    public static SiteLock? TryTake(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not take the lock \"{path}\": {error.Message}"), error);
        }
    }

    /// <summary>Takes the lock, waiting for another holder to finish.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="progress">Told once when there is something to wait for.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<SiteLock> TakeAsync(string path, TimeSpan patience, IProgress<string> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        long start = Stopwatch.GetTimestamp();
        bool told = false;
        while (true)
        {
            if (TryTake(path) is SiteLock taken)
                return taken;
            if (!told)
                progress.Report("waiting for another drms site command to finish");
            told = true;
            if (Stopwatch.GetElapsedTime(start) > patience)
                throw new DrmsException(ErrorCode.Limit, $"another drms site command works on this site for more than {patience.TotalSeconds:0} s");
            await Task.Delay(Poll, cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
