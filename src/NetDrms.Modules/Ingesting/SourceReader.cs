using System.Security.Cryptography;
using System.Threading.Channels;
using NetDrms.Drms.Sources;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Ingesting;

/// <summary>Reads the files of an ingest ahead, several at a time; those that are as they were when they were stored are not opened.</summary>
/// <param name="segment">The segment that they go to.</param>
/// <param name="known">The files that are stored already, on a connection that nobody else uses.</param>
/// <param name="jobs">Files read at a time.</param>
internal sealed class SourceReader(SegmentDefinition segment, KnownSources known, int jobs)
{
    private const int Lookup = 1000;   // files asked about in one statement

    private static readonly string[] s_extensions = [".fits", ".fts", ".fit", ".fits.gz", ".fts.gz", ".fit.gz", ".fz"];

    private readonly Channel<Task<IngestSource>> _reading = Channel.CreateBounded<Task<IngestSource>>(jobs);

    /// <summary>The files in their order.</summary>
    public ChannelReader<Task<IngestSource>> Sources => _reading.Reader;

    /// <summary>The files that a path names: itself, or the FITS files in it, at any depth, by name.</summary>
    public static IEnumerable<string> FilesOf(string path) => !Directory.Exists(path)
        ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsFitsName).Order(StringComparer.Ordinal);

    /// <summary>Reads until the end, or until it is stopped.</summary>
    public async Task RunAsync(IReadOnlyList<string> files, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            foreach (string[] some in files.Chunk(Lookup))
            {
                SourceStamp[] stamps = [.. some.Select(SourceStamp.Of)];
                IReadOnlySet<int> unchanged = await known.UnchangedAsync(stamps, stop);
                for (int i = 0; i < stamps.Length; i++)
                {
                    SourceStamp stamp = stamps[i];
                    await _reading.Writer.WriteAsync(unchanged.Contains(i) ? Task.FromResult(new IngestSource(stamp) { IsUnchanged = true }) : Task.Run(() => Read(stamp), CancellationToken.None), stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the rest is not wanted any more; the caller knows why
        }
        catch (Exception error)
        {
            failure = error;   // the caller meets it when it asks for the next file
        }
        finally
        {
            _reading.Writer.Complete(failure);
        }
    }

    /// <summary>Disposes what was read and not taken.</summary>
    public async Task DrainAsync()
    {
        while (_reading.Reader.TryRead(out Task<IngestSource>? left))
            (await left).Dispose();
    }

    private IngestSource Read(SourceStamp stamp)
    {
        try
        {
            byte[] sha256 = Hash(stamp.Path);
            if (segment.Protocol != SegmentProtocol.Generic)
            {
                FitsImage image = FitsFile.Read(stamp.Path);
                return new IngestSource(stamp) { Sha256 = sha256, Header = image.Header, Image = image };
            }
            return new IngestSource(stamp) { Sha256 = sha256, Header = IsFits(stamp.Path) ? FitsHeader.ReadMerged(stamp.Path) : new FitsHeader([]) };
        }
        catch (DrmsException failure)
        {
            return new IngestSource(stamp) { Error = failure.Error };
        }
    }

    private static byte[] Hash(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return SHA256.HashData(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : cause is UnauthorizedAccessException ? "permission denied" : cause.Message;
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not read it: {why}") { File = path }, cause);
        }
    }

    // A file of that name that is none is damaged; any other file is kept without looking into it.
    private static bool IsFits(string path)
    {
        if (IsFitsName(path))
            return true;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> begin = stackalloc byte[9];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("SIMPLE  ="u8);
    }

    private static bool IsFitsName(string path) => Array.Exists(s_extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
